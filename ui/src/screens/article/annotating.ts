/** Making claims and beginning discussions from what is selected or proposed in the text. */
import type { NewSubject } from '$lib/bindings';
import { act } from '$lib/session.svelte';
import { candidateKey, type Reading } from './reading.svelte';

/** Makes the selected passage a claim, and chooses it. While proposals are gone through, the next one follows. */
export async function makeClaim(reading: Reading): Promise<void> {
  const { passage, view, proposing } = reading;
  if (passage === null || passage === 'wide') return;
  const { block, start, end } = passage.span;
  const after = proposing ? nextCandidate(reading) : undefined;
  const made = await act({ do: 'make_claim', article: view.id, revision: view.shown, block, start, end });
  if (made === null) return;
  reading.text?.deselect();
  reading.passage = null;
  if (proposing) reading.consider(after);
  else if (made.made !== null) reading.expect(made.made);
}

/** Makes the proposed passage a claim as it stands, and goes to the next. */
export async function acceptCandidate(reading: Reading): Promise<void> {
  const { candidate, view } = reading;
  if (candidate === null) return;
  const { block, start, end } = candidate.anchor;
  const after = nextCandidate(reading);
  const made = await act({ do: 'make_claim', article: view.id, revision: view.shown, block, start, end });
  if (made !== null) reading.consider(after);
}

/** The one after the proposed passage in the same block, if there is one. */
function neighbour({ candidate, candidates }: Reading) {
  if (candidate === null) return undefined;
  const after = candidates[candidates.indexOf(candidate) + 1];
  return after?.anchor.block.join('.') === candidate.anchor.block.join('.') ? after : undefined;
}

/** Why the proposed passage cannot be taken together with the next. */
export function mergeOff(reading: Reading): string | null {
  return neighbour(reading) === undefined ? 'The next one stands in another paragraph.' : null;
}

/** Makes one claim of the proposed passage and the next one in its paragraph, with what stands between them. */
export async function mergeCandidate(reading: Reading): Promise<void> {
  const { candidate, candidates, view } = reading;
  const next = neighbour(reading);
  if (candidate === null || next === undefined) return;
  const { block, start } = candidate.anchor;
  const after = candidates[candidates.indexOf(next) + 1] ?? candidates[candidates.indexOf(candidate) - 1];
  const made = await act({ do: 'make_claim', article: view.id, revision: view.shown, block, start, end: next.anchor.end });
  if (made !== null) reading.consider(after);
}

/** Says that the proposed passage is no claim, and goes to the next. */
export async function dismissCandidate(reading: Reading): Promise<void> {
  const { candidate, view } = reading;
  if (candidate === null) return;
  const after = nextCandidate(reading);
  const done = await act({ do: 'dismiss_candidate', article: view.id, quote: candidate.anchor.quote });
  if (done !== null) reading.consider(after);
}

function nextCandidate(reading: Reading) {
  const at = reading.candidates.findIndex((one) => candidateKey(one) === reading.proposed);
  return reading.candidates[at + 1] ?? reading.candidates[at - 1];
}

/** Anchors a claim to the selected passage. */
export async function reattachHere(reading: Reading, claim: string): Promise<void> {
  const { passage, view } = reading;
  if (passage === null || passage === 'wide') return;
  const { block, start, end } = passage.span;
  const done = await act(
    { do: 'reattach_claim', article: view.id, claim, revision: view.shown, block, start, end },
    'The claim is attached here.',
  );
  if (done === null) return;
  reading.text?.deselect();
  reading.passage = null;
}

/** Opens the form for another wording of what is selected. */
export function suggestInstead(reading: Reading): void {
  const { passage } = reading;
  if (passage === null || passage === 'wide') return;
  reading.open('threads');
  reading.doing = { what: 'thread', on: { type: 'text', ...passage.span }, quote: passage.text, suggesting: true };
}

/** Opens the form for a discussion of what is selected, of the claim that is chosen, or of the whole article. */
export function startThread(reading: Reading): void {
  const { passage, chosen, tab } = reading;
  let on: NewSubject = { type: 'article' };
  let quote = '';
  if (passage === 'wide') return;
  if (passage !== null) {
    on = { type: 'text', ...passage.span };
    quote = passage.text;
  } else if (tab === 'claims' && chosen !== null) {
    on = { type: 'claim', claim: chosen.claim.id };
    quote = chosen.claim.anchor.quote;
  }
  reading.open('threads');
  reading.doing = { what: 'thread', on, quote };
}
