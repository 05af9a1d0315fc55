import { afterEach, beforeEach, expect, test } from 'vitest';
import { actions, byGroup, type Action } from './actions.svelte';

const ran: string[] = [];
const action = (id: string, keys: string[], more: Partial<Action> = {}): Action => ({ id, title: id, group: 'Test', keys, run: () => ran.push(id), ...more });
let withdraw: (() => void)[] = [];
const offer = (...list: Action[]) => withdraw.push(actions.offer(() => list));

function press(key: string, more: KeyboardEventInit = {}, target: HTMLElement = document.body): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more });
  target.dispatchEvent(event);
  return event;
}

beforeEach(() => {
  ran.length = 0;
  addEventListener('keydown', actions.onkeydown);
});
afterEach(() => {
  removeEventListener('keydown', actions.onkeydown);
  for (const undo of withdraw) undo();
  withdraw = [];
  document.body.replaceChildren();
});

test('a key runs what offers it, and only while it is offered', () => {
  offer(action('a', ['mod+k', 'x']));
  expect(press('k', { ctrlKey: true }).defaultPrevented).toBe(true);
  press('x');
  withdraw.pop()?.();
  press('x');
  expect(ran).toEqual(['a', 'a']);
});

test('a sequence needs its second key at once, and in order', () => {
  offer(action('queue', ['g q']), action('q', ['q']));
  press('g');
  press('q');
  press('q');
  press('g');
  press('x');
  press('q');
  expect(ran).toEqual(['queue', 'q', 'q']);
});

test('a sequence begun long ago is forgotten', () => {
  offer(action('queue', ['g q']));
  const at = (time: number, key: string) => {
    const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
    Object.defineProperty(event, 'timeStamp', { value: time });
    document.body.dispatchEvent(event);
  };
  at(1000, 'g');
  at(9000, 'q');
  expect(ran).toEqual([]);
});

test('while a person types, only keys with a modifier run; in a text that is only read, all do', () => {
  offer(action('j', ['j']), action('palette', ['mod+k']));
  const field = document.body.appendChild(document.createElement('input'));
  press('j', {}, field);
  press('k', { ctrlKey: true }, field);
  const text = document.body.appendChild(document.createElement('div'));
  text.setAttribute('aria-readonly', 'true');
  Object.defineProperty(text, 'isContentEditable', { value: true });
  press('j', {}, text);
  expect(ran).toEqual(['palette', 'j']);
});

test('a modal has the keys to itself', () => {
  offer(action('a', ['x']));
  const release = actions.holdKeys();
  press('x');
  release();
  press('x');
  expect(ran).toEqual(['a']);
});

test('what cannot be done does nothing, and what is handled elsewhere is left to it', () => {
  offer(action('off', ['x'], { off: 'Not now.' }), action('other', ['y'], { elsewhere: true }));
  expect(press('x').defaultPrevented).toBe(true);
  expect(press('y').defaultPrevented).toBe(false);
  expect(ran).toEqual([]);
});

test('of two actions with one name the later offer stands', () => {
  offer(action('find', ['x'], { title: 'first' }));
  offer(action('find', ['x'], { title: 'second' }));
  expect(actions.all.filter(({ id }) => id === 'find').map(({ title }) => title)).toEqual(['second']);
});

test('what is always there is listed last', () => {
  const list = ['Window', 'Go', 'Article', 'Window'].map((group, at) => action(String(at), [], { group }));
  expect(byGroup(list).map(([group, all]) => `${group} ${all.length}`)).toEqual(['Article 1', 'Go 1', 'Window 2']);
});
