/** The word for what I must do with an article, with its tone and its sign. */
import type { Component } from 'svelte';
import AlarmClock from '@lucide/svelte/icons/alarm-clock';
import CalendarClock from '@lucide/svelte/icons/calendar-clock';
import Glasses from '@lucide/svelte/icons/glasses';
import Hand from '@lucide/svelte/icons/hand';
import MessageSquareReply from '@lucide/svelte/icons/message-square-reply';
import PenLine from '@lucide/svelte/icons/pen-line';
import RotateCw from '@lucide/svelte/icons/rotate-cw';
import Undo2 from '@lucide/svelte/icons/undo-2';
import type { Waiting } from '$lib/bindings';
import type { Tone } from '$lib/words';

export const WAITING: Record<Waiting, { label: string; tone: Tone; says: string; icon: Component }> = {
  overdue: { label: 'Overdue', tone: 'red', says: 'Your review is overdue.', icon: AlarmClock },
  review_again: { label: 'Review again', tone: 'violet', says: 'It has changed since you judged it.', icon: RotateCw },
  review: { label: 'Review', tone: 'amber', says: 'Your review is open.', icon: Glasses },
  revise: { label: 'Revise', tone: 'rust', says: 'Changes are requested of your text.', icon: Undo2 },
  answer: { label: 'Answer', tone: 'blue', says: 'Somebody waits for your answer.', icon: MessageSquareReply },
  take: { label: 'Take', tone: 'grey', says: 'It needs another reviewer.', icon: Hand },
  due_again: { label: 'Due again', tone: 'grey', says: 'The time of its approval is over.', icon: CalendarClock },
  finish: { label: 'Finish', tone: 'grey', says: 'Your draft is not submitted.', icon: PenLine },
};
