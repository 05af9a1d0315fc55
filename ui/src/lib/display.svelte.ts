/**
 * How the window looks to this person on this machine: theme, contrast, zoom and the size of the text; and whether it
 * speaks up on the desktop.
 * Kept in the web view's own storage; no business of the board's.
 */

export type Theme = 'system' | 'light' | 'dark';
export type Contrast = 'system' | 'more';

const STORED = 'display';
const ZOOMS = [0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2];
const READING = [1, 1.0625, 1.125, 1.25, 1.375, 1.5];

interface Settings {
  theme: Theme;
  contrast: Contrast;
  zoom: number;
  reading: number;
  notify: boolean;
}

const USUAL: Settings = { theme: 'system', contrast: 'system', zoom: 1, reading: 1.125, notify: true };

function stored(): Settings {
  try {
    const kept = JSON.parse(localStorage.getItem(STORED) ?? '{}') as Partial<Settings>;
    return {
      theme: kept.theme === 'light' || kept.theme === 'dark' ? kept.theme : 'system',
      contrast: kept.contrast === 'more' ? 'more' : 'system',
      zoom: ZOOMS.includes(kept.zoom ?? 0) ? (kept.zoom ?? 1) : 1,
      reading: READING.includes(kept.reading ?? 0) ? (kept.reading ?? USUAL.reading) : USUAL.reading,
      notify: kept.notify !== false,
    };
  } catch {
    return USUAL;
  }
}

/** The next size up or down a ladder of sizes. */
function step(sizes: number[], from: number, by: 1 | -1): number {
  const at = sizes.indexOf(from);
  return sizes[Math.min(sizes.length - 1, Math.max(0, at + by))] ?? from;
}

class Display {
  #settings = $state<Settings>(stored());
  #systemDark = $state(false);
  #systemContrast = $state(false);

  readonly dark = $derived(
    this.#settings.theme === 'dark' || (this.#settings.theme === 'system' && this.#systemDark),
  );
  readonly more = $derived(this.#settings.contrast === 'more' || this.#systemContrast);

  get theme(): Theme {
    return this.#settings.theme;
  }
  set theme(theme: Theme) {
    this.#keep({ theme });
  }
  get contrast(): Contrast {
    return this.#settings.contrast;
  }
  set contrast(contrast: Contrast) {
    this.#keep({ contrast });
  }
  /** Whether messages on the desktop are wanted. */
  get notify(): boolean {
    return this.#settings.notify;
  }
  set notify(notify: boolean) {
    this.#keep({ notify });
  }
  get zoom(): number {
    return this.#settings.zoom;
  }
  get reading(): number {
    return this.#settings.reading;
  }

  zoomBy(by: 1 | -1 | 0): void {
    this.#keep({ zoom: by === 0 ? 1 : step(ZOOMS, this.zoom, by) });
  }
  readingBy(by: 1 | -1 | 0): void {
    this.#keep({ reading: by === 0 ? USUAL.reading : step(READING, this.reading, by) });
  }

  #keep(change: Partial<Settings>): void {
    Object.assign(this.#settings, change);
    localStorage.setItem(STORED, JSON.stringify(this.#settings));
    this.#apply();
  }

  #apply(): void {
    const root = document.documentElement;
    root.dataset.theme = this.dark ? 'dark' : 'light';
    root.dataset.contrast = this.more ? 'more' : 'usual';
    root.style.setProperty('--zoom', String(this.zoom));
    root.style.setProperty('--reading', `${this.reading}rem`);
  }

  /** Puts the settings on the page and follows the system's. Called once, before anything is drawn. */
  start(): void {
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const more = matchMedia('(prefers-contrast: more)');
    const read = () => {
      this.#systemDark = dark.matches;
      this.#systemContrast = more.matches;
      this.#apply();
    };
    dark.addEventListener('change', read);
    more.addEventListener('change', read);
    read();
  }
}

export const display = new Display();
