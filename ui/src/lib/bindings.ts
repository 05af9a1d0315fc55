// Stands in until the desk generates this file.

import { invoke } from '@tauri-apps/api/core';

export type Role = 'editor' | 'board_member' | 'compliance' | 'administrator';
export type Stage = 'draft' | 'submitted' | 'under_review' | 'changes_requested' | 'approved' | 'withdrawn';
export type Judgement = 'unverified' | 'verified' | 'disputed';
export type AnchorState = 'intact' | 'moved' | 'changed' | 'orphaned';
export type Topic = 'article' | 'queue' | 'sources' | 'trail' | 'board';
export type Purpose = 'create_board' | 'open_board' | 'import_article' | 'export_csv' | 'export_jsonl';
export type SignInName = { id: string; name: string; roles: Role[] };
export type OpenBoard = {
  name: string;
  path: string;
  read_only: boolean;
  members: SignInName[];
  member: string | null;
  roles: Role[];
};
export type RecentBoard = { path: string; name: string; opened: string; missing: boolean };
export type Desk = { version: string; board: string | null; recent: RecentBoard[] };
export type Outcome = { made: unknown; stale: Topic[] };
export type Command = { do: string };

export const desk = (): Promise<Desk> => invoke('desk');
export const chooseFile = (purpose: Purpose, suggested: string | null): Promise<string | null> =>
  invoke('choose_file', { purpose, suggested });
export const openBoard = (path: string): Promise<OpenBoard> => invoke('open_board', { path });
export const createBoard = (
  path: string,
  name: string,
  member: string,
  roles: Role[],
  passphrase: string,
): Promise<OpenBoard> => invoke('create_board', { path, name, member, roles, passphrase });
export const demoBoard = (): Promise<OpenBoard> => invoke('demo_board');
export const currentBoard = (): Promise<OpenBoard | null> => invoke('current_board');
export const closeBoard = (): Promise<null> => invoke('close_board');
export const signIn = (member: string, passphrase: string): Promise<OpenBoard> =>
  invoke('sign_in', { member, passphrase });
export const signOut = (): Promise<null> => invoke('sign_out');
export const news = (): Promise<number> => invoke('news');
export const dispatch = (command: Command, secret: string | null): Promise<Outcome> =>
  invoke('dispatch', { command, secret });
