/**
 * Keyboard shortcuts as text: chords such as `mod+k`, `alt+left`, `?`, and sequences such as `g q`.
 * `mod` is Control, or Command on a Mac. Letters are compared by what they mean on the layout in use,
 * or by their place where the layout is not Latin.
 */

const MAC = typeof navigator !== 'undefined' && navigator.platform.startsWith('Mac');

interface Chord {
  mod: boolean;
  alt: boolean;
  shift: boolean;
  key: string;
}

const NAMES: Record<string, string> = {
  arrowleft: 'left',
  arrowright: 'right',
  arrowup: 'up',
  arrowdown: 'down',
  ' ': 'space',
  escape: 'esc',
};

function parse(chord: string): Chord {
  const parts = chord.split('+');
  return {
    mod: parts.includes('mod'),
    alt: parts.includes('alt'),
    shift: parts.includes('shift'),
    key: parts.at(-1) === '' ? '+' : (parts.at(-1) ?? ''),
  };
}

function pressed(event: KeyboardEvent): string {
  let key = event.key.toLowerCase();
  const place = /^(?:Key|Digit)(.)$/.exec(event.code)?.[1];
  if (place !== undefined && (/[^\u0020-\u007f]/.test(key) || event.altKey)) key = place.toLowerCase();
  return NAMES[key] ?? key;
}

/** Whether this key press is this chord. */
export function matches(event: KeyboardEvent, chord: string): boolean {
  if (event.getModifierState('AltGraph')) return false;
  const { mod, alt, shift, key } = parse(chord);
  const held = MAC ? event.metaKey : event.ctrlKey;
  const other = MAC ? event.ctrlKey : event.metaKey;
  if (held !== mod || other || event.altKey !== alt || pressed(event) !== key) return false;
  // Shift is part of how a sign such as ? is typed; of letters and named keys it is a modifier.
  return event.shiftKey === shift || (!shift && key.length === 1 && !/[a-z0-9]/.test(key));
}

/** Whether a chord may run while a person types: it holds Control or Alt, or is a function key or Escape. */
export function passesTyping(chord: string): boolean {
  const { mod, alt, key } = parse(chord);
  return mod || alt || key === 'esc' || /^f\d+$/.test(key);
}

const SHOWN: Record<string, string> = {
  left: '←',
  right: '→',
  up: '↑',
  down: '↓',
  enter: '↵',
  esc: 'Esc',
  space: 'Space',
  tab: 'Tab',
  backspace: '⌫',
  delete: 'Del',
};

/** The key caps to draw, chord by chord: `mod+shift+k` gives `[['Ctrl', 'Shift', 'K']]`. */
export function caps(keys: string): string[][] {
  return keys.split(' ').map((chord) => {
    const { mod, alt, shift, key } = parse(chord);
    return [
      ...(mod ? [MAC ? '⌘' : 'Ctrl'] : []),
      ...(alt ? [MAC ? '⌥' : 'Alt'] : []),
      ...(shift ? [MAC ? '⇧' : 'Shift'] : []),
      SHOWN[key] ?? (key.length === 1 ? key.toUpperCase() : key.charAt(0).toUpperCase() + key.slice(1)),
    ];
  });
}
