/**
 * What a person has before them while they compare: the two texts, the change they are at, what is folded and
 * what they have taken note of. What could be shown again stands in the address.
 */
import { createContext, tick } from 'svelte';
import type { ArticleView, Change, Compared, MarkView, Row } from '$lib/bindings';
import { failureOf, type Failure } from '$lib/failure';
import { many } from '$lib/format';
import { router } from '$lib/router.svelte';
import { session } from '$lib/session.svelte';
import { inLine, spoken } from './classes';
import { batched, folded, gather, height, type Scope } from './lay';
import { textOf, type Side } from './runs';
import { sentencesAround } from './suggesting';

/** What the desk has answered. */
export interface Given {
  from: number;
  to: number;
  compared: Compared;
  /** The article with the target's text. */
  view: ArticleView;
  /** How the base's citation keys are drawn; empty until that is known. */
  oldMarks: Record<string, MarkView>;
}

/** Where a change shows: a row, and how far into its text. */
interface Anchor {
  row: number;
  within: number;
}

/** A place in the map: a part of the whole height. */
export interface Spot {
  change: Change;
  top: number;
}

const ADDRESS_AFTER = 400;
/** In rem: the widest a column of text gets, and what stands beside the text in a page. */
const MEASURE = 38;
const BESIDE = { inline: 14, side: 11.5 };
/** In rem: the size of the letters and the height of a line, in one column and in two. */
const TYPE = { inline: { size: 1.125, line: 1.82 }, side: { size: 1, line: 1.55 } };
/** Width of a letter on average, in parts of its size. */
const LETTER = 0.46;

export class Comparing {
  readonly #given: () => Given;
  current = $state.raw<Change | null>(null);
  opened = $state.raw<ReadonlySet<string>>(new Set());
  discussing = $state.raw<Change | null>(null);
  /** Whether another wording is suggested, and not only a discussion begun. */
  suggesting = $state(false);
  /** Read out. */
  said = $state('');
  refused = $state.raw<Failure | null>(null);
  sending = $state.raw<string | null>(null);
  /** Taken note of since the article was last asked for. */
  #noted = $state.raw<ReadonlySet<string>>(new Set());
  /** What scrolls. */
  page = $state.raw<HTMLElement>();
  /** How wide that is, in rem. */
  room = $state(80);
  #address: ReturnType<typeof setTimeout> | undefined;

  constructor(given: () => Given) {
    this.#given = given;
  }

  readonly view = $derived.by(() => this.#given().view);
  readonly from = $derived.by(() => this.#given().from);
  readonly to = $derived.by(() => this.#given().to);
  readonly docs = $derived.by(() => ({ old: this.#given().compared.old, new: this.#given().compared.new }));
  readonly comparison = $derived.by(() => this.#given().compared.comparison);
  readonly summary = $derived.by(() => this.comparison.summary);

  readonly layout = $derived.by((): 'inline' | 'side' => (router.choice.view === 'side' ? 'side' : 'inline'));
  readonly whole = $derived.by(() => router.choice.show === 'all');

  readonly laid = $derived.by(() => gather(this.comparison));
  readonly #pieceOf = $derived.by(() => new Map(this.laid.pieces.flatMap((piece, at) => piece.rows.map((row) => [row.id, at] as const))));

  /** Whether the two texts are the same to the letter. */
  readonly same = $derived.by(() => this.summary.total === 0 && this.laid.pieces.every((piece) => !piece.changed));

  /** The changes of tables' rows and columns, which no row shows: by table, in the order of their lines. */
  readonly tableChanges = $derived.by(() =>
    this.comparison.tables.map(({ old, new: is }) => {
      const paths = [old?.join('.'), is?.join('.')];
      return this.comparison.changes.filter(
        (change) => change.rows.length === 0 && paths[0] === change.old?.block.join('.') && paths[1] === change.new?.block.join('.'),
      );
    }),
  );

  /** The changes in the order in which they are drawn. */
  readonly changes = $derived.by(() => {
    const place = ({ id }: Change) => this.#anchors.get(id)?.row ?? Number.MAX_SAFE_INTEGER;
    return this.comparison.changes.toSorted((a, b) => place(a) - place(b) || a.id - b.id);
  });
  readonly clinical = $derived.by(() => this.changes.filter((change) => change.clinical));
  /** The clinical changes as they are listed: the gravest first. The keys walk through them in reading order. */
  readonly listed = $derived.by(() => this.comparison.clinical.flatMap((id) => this.comparison.changes[id] ?? []));

  readonly #anchors = $derived.by(() => {
    const { rows } = this.comparison;
    const tableOf = new Map(this.tableChanges.flatMap((changes, table) => changes.map((change) => [change.id, table] as const)));
    const anchors = new Map<number, Anchor>();
    for (const change of this.comparison.changes) {
      const table = tableOf.get(change.id);
      const row =
        table === undefined
          ? (change.rows.map((id) => rows[id]).find((found) => change.class !== 'moved' || (found !== undefined && arrivals(found, change.move_id))) ?? rows[change.rows[0] ?? -1])
          : rows.find((found) => found.table === table);
      if (row !== undefined) anchors.set(change.id, { row: row.id, within: within(row, change.id) });
    }
    return anchors;
  });

  /** Index of the section in sight, -1 for the whole article. */
  readonly section = $derived.by(() => {
    const asked = /^s(\d+)$/.exec(router.choice.in ?? '')?.[1];
    return asked !== undefined && Number(asked) < this.laid.sections.length ? Number(asked) : -1;
  });
  /** Index of the table that is looked at alone, -1 for none. */
  readonly table = $derived.by(() => {
    const asked = /^t(\d+)$/.exec(router.choice.in ?? '')?.[1];
    return asked !== undefined && Number(asked) < this.comparison.tables.length ? Number(asked) : -1;
  });
  readonly scope = $derived.by((): Scope => {
    const section = this.laid.sections[this.section];
    if (section !== undefined) return section;
    const at = this.table < 0 ? -1 : this.laid.pieces.findIndex((piece) => piece.table === this.table);
    return at < 0 ? { from: 0, to: this.laid.pieces.length } : { from: at, to: at + 1 };
  });
  readonly scoped = $derived.by(() => this.section >= 0 || this.table >= 0);

  readonly entries = $derived.by(() => folded(this.laid, { whole: this.whole || this.table >= 0, opened: this.opened, scope: this.scope }));
  readonly #column = $derived.by(() => {
    const room = Math.min(88, this.room) - BESIDE[this.layout];
    const width = this.layout === 'side' ? room / 2 : Math.min(MEASURE, room);
    const { size, line } = TYPE[this.layout];
    return { perLine: Math.max(20, Math.round(width / (size * LETTER))), line };
  });
  readonly #heights = $derived.by(() => this.entries.map((entry) => height(entry, this.#column)));
  readonly batches = $derived.by(() => batched(this.entries, this.#heights, this.scope.from));
  readonly #high = $derived.by(() => Math.max(1, this.#heights.reduce((sum, high) => sum + high, 0)));
  /** Where each row in scope begins, and how high it is. */
  readonly #tops = $derived.by(() => {
    const tops = new Map<number, readonly [number, number]>();
    let top = 0;
    for (const [at, { piece }] of this.entries.entries()) {
      const high = this.#heights[at] ?? 0;
      piece?.rows.forEach((row, n) => tops.set(row.id, [top + (high * n) / piece.rows.length, high / piece.rows.length]));
      top += high;
    }
    return tops;
  });
  /** The changes in scope with their place in the whole. */
  readonly spots = $derived.by((): Spot[] =>
    this.changes.flatMap((change) => {
      const anchor = this.#anchors.get(change.id);
      const place = anchor === undefined ? undefined : this.#tops.get(anchor.row);
      return anchor === undefined || place === undefined ? [] : [{ change, top: (place[0] + place[1] * anchor.within) / this.#high }];
    }),
  );
  readonly inScope = $derived.by(() => this.spots.map((spot) => spot.change));

  /** Why changes are not acknowledged here; null where they are. */
  readonly acknowledgeOff = $derived.by((): string | null => {
    const { may, mine } = this.view;
    const { base } = mine;
    if (session.board?.read_only === true) return 'This board can only be read here.';
    if (may.acknowledge !== null) return may.acknowledge;
    if (base === null) return 'You have not read this article before: none of its changes is yours to acknowledge.';
    if (this.from === base && this.to === this.view.head) return null;
    return `You acknowledge what changed since your last look: revision ${base} against revision ${this.view.head}.`;
  });
  readonly acknowledging = $derived.by(() => this.acknowledgeOff === null);
  readonly acknowledged = $derived.by(
    (): ReadonlySet<string> => {
      const { acknowledged, noted } = this.view.mine;
      const before = noted.filter(({ from, to }) => from === this.from && to <= this.to).map(({ change }) => change);
      return new Set(this.acknowledging ? [...acknowledged, ...before, ...this.#noted] : before);
    },
  );
  readonly done = $derived.by(() => this.clinical.filter(({ key }) => this.acknowledged.has(key)).length);

  /** The summary: the desk's sentence, and what it does not count. */
  readonly sentence = $derived.by(() => {
    const { rows } = this.comparison;
    const blocks = (kind: 'split' | 'merged', side: 'old' | 'new') => new Set(rows.filter((row) => row.kind === kind).map((row) => row[side]?.path.join('.'))).size;
    const [split, merged] = [blocks('split', 'old'), blocks('merged', 'new')];
    return [
      this.summary.total === 0 ? 'No change of words' : this.summary.sentence,
      ...(split > 0 ? [many(split, 'split')] : []),
      ...(merged > 0 ? [many(merged, 'joined paragraph')] : []),
    ].join(', ');
  });

  changesIn(scope: Scope | undefined): number {
    if (scope === undefined) return 0;
    return this.changes.filter(({ id }) => {
      const at = this.#pieceOf.get(this.#anchors.get(id)?.row ?? -1) ?? -1;
      return at >= scope.from && at < scope.to;
    }).length;
  }
  changesInTable(table: number): number {
    const at = this.laid.pieces.findIndex((piece) => piece.table === table);
    return this.changesIn({ from: at, to: at + 1 });
  }

  titleAt(change: Change): string {
    const anchor = this.#anchors.get(change.id);
    const piece = anchor === undefined ? undefined : this.laid.pieces[this.#pieceOf.get(anchor.row) ?? -1];
    return piece === undefined ? '' : (this.laid.sections[piece.section]?.title ?? '');
  }
  change(id: number): Change | undefined {
    return this.comparison.changes[id];
  }
  marks(side: Side): Record<string, MarkView> {
    return side === 'old' ? this.#given().oldMarks : this.view.marks;
  }
  /** A mark as it is drawn in either text. */
  mark(side: Side, key: string): MarkView | undefined {
    return this.marks(side)[key] ?? this.marks(side === 'old' ? 'new' : 'old')[key];
  }
  threadsOn(change: Change) {
    return this.view.threads.filter(({ on }) => on.type === 'change' && on.change === change.key && on.from === this.from && on.to === this.to);
  }

  discuss(change: Change | null, { suggesting = false } = {}): void {
    this.suggesting = suggesting;
    this.discussing = change;
  }
  /** Why no other wording can be suggested for a change; null where one can. */
  suggestOff(change: Change | null): string | null {
    if (change === null) return 'Go to a change first.';
    if (this.view.may.discuss !== null) return this.view.may.discuss;
    if (this.to !== this.view.head) return `Wordings are suggested for the newest revision, ${this.view.head}.`;
    return this.wordingOf(change) === null ? 'There are no words here to be put otherwise.' : null;
  }
  /** The stretch of the newer text that a suggestion on a change is about. */
  wordingOf({ new: span }: Change) {
    return span === null ? null : sentencesAround(this.docs.new, span);
  }

  /** Goes to a part of the article and shows it alone: `s3` for a section, `t0` for a table, empty for all. */
  async look(part: string): Promise<void> {
    router.choose({ in: part });
    await tick();
    this.page?.querySelector('.text')?.scrollIntoView({ block: 'start' });
  }

  /** Where a change stands, in words: its row and column in a table, and its section. */
  contextOf(change: Change): string {
    const row = this.comparison.rows[this.#anchors.get(change.id)?.row ?? -1];
    const side = row?.new === null ? 'old' : 'new';
    const role = row?.[side]?.role;
    if (row !== undefined && role?.type === 'cell') {
      const cell = (r: number, c: number) => {
        const found = this.comparison.rows.find((one) => {
          const at = one.table === row.table ? one[side]?.role : undefined;
          return at?.type === 'cell' && at.row === r && at.column === c;
        });
        return found === undefined || found === row ? '' : inLine(textOf(found, side), 40);
      };
      // A change of a whole line says itself what stood in it.
      const heads = change.rows.length > 1 ? [] : [cell(role.row, 0), cell(0, role.column)];
      const place = heads.filter((word) => word !== '').join(', ');
      return `${place === '' ? 'In' : `${place}: in`} a table${this.#under(change)}`;
    }
    const under = this.#under(change);
    return under === '' ? '' : `In${under.slice(3)}`;
  }
  /** " in “Dosage”"; nothing under the article's own title. */
  #under(change: Change): string {
    const title = this.titleAt(change);
    return title === '' || title === this.view.title ? '' : ` in “${title}”`;
  }

  /** Goes to a change: brings it into sight, puts the focus on it and says what it is. */
  async go(change: Change, { still = false } = {}): Promise<void> {
    this.current = change;
    this.refused = null;
    const at = this.changes.indexOf(change) + 1;
    const taken = !change.clinical || !this.acknowledging ? '' : this.acknowledged.has(change.key) ? ' Acknowledged.' : ' Not acknowledged yet.';
    this.said = `Change ${at} of ${this.changes.length}. ${spoken(change)}.${taken}`;
    clearTimeout(this.#address);
    this.#address = setTimeout(() => router.choose({ change: change.key }), ADDRESS_AFTER);
    if (!this.inScope.includes(change)) router.choose({ in: '', change: change.key });
    if (!still) await this.#reveal(`[data-change~="${change.id}"]`);
  }

  /** Brings a row into sight: the other end of a move. */
  async toRow(row: number): Promise<void> {
    const piece = this.laid.pieces[this.#pieceOf.get(row) ?? -1];
    if (piece !== undefined && !this.entries.some((entry) => entry.piece === piece)) router.choose({ in: '' });
    await this.#reveal(`[data-row="${row}"]`);
  }

  async #reveal(selector: string): Promise<void> {
    await tick();
    const find = () => this.page?.querySelector<HTMLElement>(`.text ${selector}`);
    const element = find();
    if (element == null) return;
    element.scrollIntoView({ block: 'center' });
    // What came into sight is drawn only now, and may be higher or lower than it was thought to be.
    requestAnimationFrame(() => {
      element.scrollIntoView({ block: 'center' });
      element.focus({ preventScroll: true });
    });
  }

  /** The next change, or the one before; of all in scope or of the clinical ones. */
  step(by: 1 | -1, { clinical = false } = {}): void {
    const list = clinical ? this.clinical : this.inScope;
    if (list.length === 0) {
      this.said = clinical ? 'There are no clinical changes.' : 'There are no changes here.';
      return;
    }
    const order = this.changes;
    const here = this.current === null ? (by === 1 ? -1 : order.length) : order.indexOf(this.current);
    const next = by === 1 ? list.find((change) => order.indexOf(change) > here) : list.findLast((change) => order.indexOf(change) < here);
    if (next === undefined) this.said = by === 1 ? 'This is the last one.' : 'This is the first one.';
    else void this.go(next);
  }

  /** Rows at the two ends of a move: where it stood, and where it stands. */
  #rowsOf(move: number): [number, number] | null {
    const { rows } = this.comparison;
    const end = (away: boolean) => rows.find((row) => row.segments.some(({ op, move_id }) => move_id === move && (op === 'moved_away') === away));
    const [was, is] = [end(true), end(false)];
    return was === undefined || is === undefined ? null : [was.id, is.id];
  }
  /** The two ends of a move in the map. */
  endsOf(move: number): [number, number] | null {
    const rows = this.#rowsOf(move);
    const [was, is] = [this.#tops.get(rows?.[0] ?? -1), this.#tops.get(rows?.[1] ?? -1)];
    return was === undefined || is === undefined ? null : [was[0] / this.#high, is[0] / this.#high];
  }
  /** The row at the other end of a move than the one that has the focus. */
  otherEnd(move: number): number | null {
    const rows = this.#rowsOf(move);
    if (rows === null) return null;
    return document.activeElement?.closest<HTMLElement>('[data-row]')?.dataset.row === String(rows[0]) ? rows[1] : rows[0];
  }

  /** Changes how the texts stand, and keeps the change one is at in sight. */
  lay(layout: 'inline' | 'side'): void {
    router.choose({ view: layout === 'side' ? 'side' : '' });
    if (this.current !== null) void this.go(this.current);
  }

  /** The part of the text that is in sight, from 0 to 1. */
  sight(): { from: number; to: number } {
    const text = this.page?.querySelector<HTMLElement>('.text');
    if (this.page === undefined || text == null) return { from: 0, to: 0 };
    const [page, whole] = [this.page.getBoundingClientRect(), text.getBoundingClientRect()];
    const high = Math.max(1, whole.height - below());
    const part = (y: number) => Math.min(1, Math.max(0, (y - whole.top) / high));
    return { from: part(page.top), to: part(page.bottom) };
  }
  /** Scrolls to a part of the text, from 0 to 1. */
  scrollTo(part: number): void {
    const text = this.page?.querySelector<HTMLElement>('.text');
    if (this.page === undefined || text == null) return;
    const high = text.clientHeight - below();
    this.page.scrollTop = text.offsetTop + high * part - this.page.clientHeight / 2;
  }

  letGo(): void {
    this.current = null;
    clearTimeout(this.#address);
    if (router.choice.change !== undefined) router.choose({ change: '' });
  }

  open(fold: string): void {
    this.opened = new Set([...this.opened, fold]);
  }
  /** Opens what is folded, or folds it again. */
  turn(fold: string): void {
    const { opened } = this;
    this.opened = opened.has(fold) ? new Set([...opened].filter((one) => one !== fold)) : new Set([...opened, fold]);
  }

  /** Why this change cannot be acknowledged; null where it can. */
  offFor(change: Change | null): string | null {
    if (change === null) return 'Go to a change first.';
    if (!change.clinical) return 'Only clinical changes are acknowledged.';
    return this.acknowledgeOff ?? (this.acknowledged.has(change.key) ? 'You have acknowledged it.' : null);
  }

  async acknowledge(change: Change): Promise<void> {
    if (this.offFor(change) !== null || this.sending !== null) return;
    this.sending = change.key;
    this.refused = null;
    try {
      await session.send({ do: 'acknowledge_change', article: this.view.id, from: this.from, to: this.to, change: change.key });
      this.#noted = new Set([...this.#noted, change.key]);
      this.said = `Acknowledged. ${this.done} of ${this.clinical.length}.`;
    } catch (thrown) {
      this.refused = failureOf(thrown);
    }
    this.sending = null;
  }

  /** A change in few words, for lists of changes and for hints. */
  inFew(change: Change): string {
    return inLine(spoken(change), 90);
  }
}

/** Room below the text, so that its end can be read in the middle of the window: 45vh. */
function below(): number {
  return 0.45 * innerHeight;
}

function arrivals(row: Row, move: number | null): boolean {
  return row.segments.some(({ op, move_id }) => move_id === move && op !== 'moved_away');
}

/** How far into a row's text a change begins, from 0 to 1. */
function within(row: Row, change: number): number {
  const all = row.segments.reduce((sum, { text }) => sum + text.length, 0);
  let before = 0;
  for (const segment of row.segments) {
    if (segment.change === change) return before / Math.max(all, 1);
    before += segment.text.length;
  }
  return 0;
}

export const [useComparing, provideComparing] = createContext<Comparing>();
