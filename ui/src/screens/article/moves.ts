/** What a member may do with an article as a whole, now; the desk says what, and if not why. */
import type { Component } from 'svelte';
import ArrowLeftRight from '@lucide/svelte/icons/arrow-left-right';
import BookText from '@lucide/svelte/icons/book-text';
import CircleSlash from '@lucide/svelte/icons/circle-slash';
import HandHelping from '@lucide/svelte/icons/hand-helping';
import LogOut from '@lucide/svelte/icons/log-out';
import PenLine from '@lucide/svelte/icons/pen-line';
import ScrollText from '@lucide/svelte/icons/scroll-text';
import Send from '@lucide/svelte/icons/send';
import Signature from '@lucide/svelte/icons/signature';
import SquarePen from '@lucide/svelte/icons/square-pen';
import Undo2 from '@lucide/svelte/icons/undo-2';
import UserPlus from '@lucide/svelte/icons/user-plus';
import UserRoundPen from '@lucide/svelte/icons/user-round-pen';
import type { Command } from '$lib/bindings';
import { router } from '$lib/router.svelte';
import { act } from '$lib/session.svelte';
import { baseOf } from '$lib/since';
import type { Reading } from './reading.svelte';

export interface Move {
  id: 'edit' | 'submit' | 'take-back' | 'take-review' | 'verdict' | 'assign' | 'replace' | 'recuse' | 'since' | 'trail' | 'rename' | 'policy' | 'withdraw';
  title: string;
  icon: Component;
  keys?: string;
  off: string | null;
  danger?: boolean;
  run: () => void;
}

/** Every move, in the order in which an article meets them. */
export function movesOf(reading: Reading): Move[] {
  const { view } = reading;
  const { may, id, shown: revision } = view;
  const base = baseOf(view);
  const ask = (what: NonNullable<Reading['asking']>) => () => (reading.asking = what);
  const off = (why: string | null) => reading.fixed ?? why;
  const send = (command: Command, done: string) => () => void act(command, done);
  return [
    { id: 'edit', title: 'Edit the text', icon: SquarePen, keys: 'e', off: off(may.revise), run: () => router.go({ at: 'edit', id }) },
    { id: 'submit', title: view.stage === 'approved' ? 'Submit for the next review…' : 'Submit…', icon: Send, off: off(may.submit), run: ask('submit') },
    {
      id: 'take-review',
      title: 'Take the review',
      icon: HandHelping,
      off: off(may.take_review),
      run: send({ do: 'take_review', article: id, revision }, 'The review is yours.'),
    },
    { id: 'verdict', title: 'Give your verdict…', icon: Signature, off: off(may.sign_verdict), run: () => reading.judge() },
    {
      id: 'since',
      title: base?.looked === false ? `Compare with revision ${base.revision}` : 'Compare since my last look',
      icon: ArrowLeftRight,
      keys: 'l',
      off: base === null ? 'There is no earlier revision.' : null,
      run: () => base !== null && router.go({ at: 'compare', id, from: base.revision, to: view.head }),
    },
    { id: 'assign', title: 'Assign a reviewer…', icon: UserPlus, off: off(may.assign_review), run: ask('assign') },
    { id: 'replace', title: 'Replace a reviewer…', icon: UserRoundPen, off: off(may.replace_reviewer), run: ask('replace') },
    { id: 'take-back', title: 'Take back…', icon: Undo2, off: off(may.take_back), run: ask('take-back') },
    { id: 'recuse', title: 'Recuse yourself…', icon: LogOut, off: off(may.recuse), run: ask('recuse') },
    { id: 'rename', title: 'Rename…', icon: PenLine, off: off(may.retitle), run: ask('rename') },
    { id: 'policy', title: 'View the editorial policy', icon: BookText, off: null, run: ask('policy') },
    { id: 'trail', title: 'Show the trail', icon: ScrollText, off: null, run: () => router.go({ at: 'article-trail', id }) },
    { id: 'withdraw', title: 'Withdraw…', icon: CircleSlash, off: off(may.withdraw), danger: true, run: ask('withdraw') },
  ];
}

/** The move that is the person's to make now: what the button in the bar does. */
export function mainMove(reading: Reading): Move | null {
  const { may, stage } = reading.view;
  const submits = may.submit === null && stage !== 'approved';
  const due =
    may.sign_verdict === null ? 'verdict' : may.take_review === null ? 'take-review' : submits ? 'submit' : null;
  return due === null ? null : (movesOf(reading).find(({ id }) => id === due) ?? null);
}
