/** Putting a backup back as a new board. */
import { chooseFile, restoreBoard, type Verification } from './bindings';

/** Asks for the backup, unless it is known, and for the new board's file; null where either question was dismissed. */
export async function putBack(backup: string | null, name: string): Promise<{ path: string; found: Verification } | null> {
  const from = backup ?? (await chooseFile('open_backup', null));
  if (from === null) return null;
  const path = await chooseFile('restore_board', name);
  if (path === null) return null;
  return { path, found: await restoreBoard(from, path) };
}
