/** The sign of each verdict. */
import type { Component } from 'svelte';
import CircleMinus from '@lucide/svelte/icons/circle-minus';
import PenLine from '@lucide/svelte/icons/pen-line';
import Stamp from '@lucide/svelte/icons/stamp';
import type { Verdict } from '$lib/bindings';

export const VERDICT_SIGNS: Record<Verdict, Component> = {
  approve: Stamp,
  request_changes: PenLine,
  abstain: CircleMinus,
};
