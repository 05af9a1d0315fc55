/** What my roles allow, by the desk's own table: a button can say beforehand what the desk would refuse. */
import { board, type BoardView, type Right } from './bindings';
import { useQuery, type Question } from './query.svelte';
import { session } from './session.svelte';
import { ROLES } from './words';

export const boardQuestion: Question<BoardView> = { key: 'board', topics: ['board', 'trail'], ask: board };

const rightsQuestion: Question<BoardView> = { key: 'rights', topics: ['board'], ask: board };

/** Why I may not, in a sentence; null where I may. Rights of roles only: an article's own state has its own say. */
export function useRights(): (right: Right) => string | null {
  const asked = useQuery(() => rightsQuestion);
  return (right) => {
    if (session.board?.read_only === true) return 'This file can be read here, and not changed.';
    const holders = asked.data?.rights.find((line) => line.right === right)?.roles;
    if (holders === undefined || holders.some((role) => session.has(role))) return null;
    return `This takes the role of ${holders.map((role) => ROLES[role].toLowerCase()).join(' or ')}.`;
  };
}
