/** What is laid over the text of an article: claims, threads, proposals, findings. */
import type { Thread } from '$lib/bindings';
import type { Highlight, Overlay } from '$lib/prose/overlay';
import type { Span } from '$lib/prose/positions';
import { JUDGEMENTS } from '$lib/words';
import { candidateKey, type Judged, type Reading } from '../reading.svelte';

function claims(judged: readonly Judged[]): Highlight[] {
  return judged
    .filter(({ claim }) => claim.state !== 'orphaned')
    .map(({ claim, judgement, doubt }) => ({
      id: `claim ${claim.id}`,
      span: claim.anchor,
      look: `claim ${judgement}${claim.state === 'changed' ? ' changed' : ''}${doubt === null ? '' : ' doubted'}`,
      label: [
        `Claim: ${JUDGEMENTS[judgement].label.toLowerCase()}`,
        ...(claim.state === 'changed' ? ['its words have changed'] : []),
        ...(doubt === null ? [] : [doubt.kind === 'retraction' ? 'a source that it cites was retracted' : 'a source that it cites is in doubt']),
      ].join(', '),
    }));
}

function threads(all: readonly Thread[], resolved: boolean): Highlight[] {
  return all.flatMap((thread): Highlight[] => {
    const anchor = 'anchor' in thread.on ? thread.on.anchor : null;
    if (anchor === null || thread.state === 'orphaned' || (!thread.open && !resolved)) return [];
    return [{ id: `thread ${thread.id}`, span: anchor, look: thread.open ? 'thread' : 'thread resolved', label: 'Discussion' }];
  });
}

/** Anchors are places in the head text: over an older revision nothing is laid. */
export function laidOver(reading: Reading): Overlay {
  if (!reading.onHead) return {};
  // Findings are shown alone: two kinds of underline on the same words say nothing.
  const checking = reading.tab === 'checks';
  const highlights = checking ? [] : [...claims(reading.judged), ...threads(reading.view.threads, reading.tab === 'threads')];
  if (reading.proposing) {
    for (const candidate of reading.candidates) {
      highlights.push({ id: `candidate ${candidateKey(candidate)}`, span: candidate.anchor, look: 'candidate', label: 'Proposed as a claim' });
    }
  }
  if (checking) {
    reading.findings.forEach(({ place, severity, sentence }, at) => {
      if (place === null) return;
      highlights.push({ id: `finding ${at}`, span: place, look: severity === 'blocking' ? 'finding blocking' : 'finding', label: sentence });
    });
  }
  const spot = reading.spot ?? begun(reading);
  if (spot !== null) highlights.push({ id: 'spot', span: spot, look: 'spot' });
  return { highlights, active: active(reading) };
}

/** The words of a discussion that is being written: the selection itself is gone once the cursor is in the form. */
function begun({ doing }: Reading): Span | null {
  return doing?.what === 'thread' && doing.on.type === 'text' ? doing.on : null;
}

function active(reading: Reading): string | null {
  if (reading.spot !== null || begun(reading) !== null) return 'spot';
  if (reading.doing?.what === 'thread' && reading.doing.on.type === 'claim') return `claim ${reading.doing.on.claim}`;
  if (reading.proposing) return reading.proposed === null ? null : `candidate ${reading.proposed}`;
  if (reading.tab === 'claims') return reading.chosen === null ? null : `claim ${reading.chosen.claim.id}`;
  if (reading.tab === 'checks') return reading.finding === null ? null : `finding ${reading.finding}`;
  if (reading.tab !== 'threads' || reading.thread === null) return null;
  const { on, id } = reading.thread;
  return on.type === 'claim' ? `claim ${on.claim}` : `thread ${id}`;
}
