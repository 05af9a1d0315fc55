/** The groups of kinds of events, in words and with a sign. A kind is `group.what`. */
import type { Component } from 'svelte';
import BadgeCheck from '@lucide/svelte/icons/badge-check';
import BookOpen from '@lucide/svelte/icons/book-open';
import ClipboardCheck from '@lucide/svelte/icons/clipboard-check';
import Eye from '@lucide/svelte/icons/eye';
import FileText from '@lucide/svelte/icons/file-text';
import History from '@lucide/svelte/icons/history';
import Key from '@lucide/svelte/icons/key';
import Landmark from '@lucide/svelte/icons/landmark';
import LogIn from '@lucide/svelte/icons/log-in';
import PenLine from '@lucide/svelte/icons/pen-line';
import MessageSquare from '@lucide/svelte/icons/message-square';
import Quote from '@lucide/svelte/icons/quote';
import Scale from '@lucide/svelte/icons/scale';
import ScrollText from '@lucide/svelte/icons/scroll-text';
import ShieldCheck from '@lucide/svelte/icons/shield-check';
import Signature from '@lucide/svelte/icons/signature';
import TextQuote from '@lucide/svelte/icons/text-quote';
import Undo2 from '@lucide/svelte/icons/undo-2';
import Users from '@lucide/svelte/icons/users';

export const GROUPS: Record<string, { label: string; icon: Component }> = {
  article: { label: 'Articles and stages', icon: FileText },
  revision: { label: 'Revisions', icon: History },
  approval: { label: 'Approvals that ended', icon: Undo2 },
  review: { label: 'Reviews', icon: ClipboardCheck },
  change: { label: 'Changes taken note of', icon: Eye },
  verdict: { label: 'Signed verdicts', icon: Signature },
  claim: { label: 'Claims', icon: BadgeCheck },
  candidate: { label: 'Proposed claims', icon: Quote },
  citation: { label: 'Citations', icon: TextQuote },
  finding: { label: 'Findings waived', icon: ShieldCheck },
  thread: { label: 'Discussions', icon: MessageSquare },
  suggestion: { label: 'Suggested wordings', icon: PenLine },
  source: { label: 'Sources', icon: BookOpen },
  member: { label: 'Members', icon: Users },
  key: { label: 'Keys', icon: Key },
  policy: { label: 'Policy', icon: Scale },
  session: { label: 'Sign-ins', icon: LogIn },
  log: { label: 'Exports and verifications', icon: ScrollText },
  board: { label: 'The board', icon: Landmark },
};

export function groupOf(kind: string): string {
  return kind.split('.', 1)[0] ?? kind;
}
