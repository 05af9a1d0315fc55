import { describe, expect, test } from 'vitest';
import { caps, matches, passesTyping } from './keys';

const press = (key: string, more: KeyboardEventInit = {}) => new KeyboardEvent('keydown', { key, ...more });

describe('a chord', () => {
  test.each<[string, KeyboardEvent, boolean]>([
    ['mod+k', press('k', { ctrlKey: true }), true],
    ['mod+k', press('k'), false],
    ['mod+k', press('K', { ctrlKey: true, shiftKey: true }), false],
    ['mod+shift+k', press('K', { ctrlKey: true, shiftKey: true }), true],
    ['k', press('k', { ctrlKey: true }), false],
    ['?', press('?', { shiftKey: true }), true],
    ['/', press('/'), true],
    ['alt+left', press('ArrowLeft', { altKey: true }), true],
    ['left', press('ArrowLeft', { shiftKey: true }), false],
    ['mod+=', press('=', { ctrlKey: true }), true],
    ['mod++', press('+', { ctrlKey: true, shiftKey: true }), true],
    // A layout that is not Latin, and Alt making another sign of the key.
    ['mod+k', press('л', { ctrlKey: true, code: 'KeyK' }), true],
    ['mod+alt+1', press('¡', { ctrlKey: true, altKey: true, code: 'Digit1' }), true],
    // AltGr types a sign; it is no shortcut.
    ['mod+alt+8', press('[', { ctrlKey: true, altKey: true, code: 'Digit8', modifierAltGraph: true }), false],
  ])('%s', (chord, event, expected) => {
    expect(matches(event, chord)).toBe(expected);
  });
});

test('single keys do not run while a person types', () => {
  expect(['mod+k', 'alt+left', 'esc', 'f2'].map(passesTyping)).toEqual([true, true, true, true]);
  expect(['?', 'j', 'shift+enter', 'left'].map(passesTyping)).toEqual([false, false, false, false]);
});

test('key caps', () => {
  expect(caps('mod+shift+k')).toEqual([['Ctrl', 'Shift', 'K']]);
  expect(caps('g q')).toEqual([['G'], ['Q']]);
  expect(caps('alt+left')).toEqual([['Alt', '←']]);
  expect(caps('mod++')).toEqual([['Ctrl', '+']]);
});
