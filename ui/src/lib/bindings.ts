/** The desk's types and calls. To be replaced by what the desk generates. */
import { invoke } from '@tauri-apps/api/core';

export type Role = 'editor' | 'board_member' | 'compliance' | 'administrator';
export type Stage = 'draft' | 'submitted' | 'under_review' | 'changes_requested' | 'approved' | 'withdrawn';
export type Judgement = 'unverified' | 'verified' | 'disputed';
export type AnchorState = 'intact' | 'moved' | 'changed' | 'orphaned';

export interface Member {
  id: string;
  name: string;
  roles: Role[];
  active: boolean;
}
export interface OpenBoard {
  name: string;
  path: string;
  read_only: boolean;
  members: Member[];
}
export interface RecentBoard {
  name: string;
  path: string;
  opened: string;
  missing: boolean;
}
export interface Desk {
  board: OpenBoard | null;
  member: Member | null;
  recent: RecentBoard[];
  version: string;
}
export interface Outcome {
  stale: string[];
}

export const desk = () => invoke<Desk>('desk');
export const createBoard = (path: string, name: string, member: string, passphrase: string) =>
  invoke<Desk>('create_board', { path, name, member, passphrase });
export const openBoard = (path: string) => invoke<Desk>('open_board', { path });
export const closeBoard = () => invoke<Desk>('close_board');
export const demoBoard = () => invoke<Desk>('demo_board');
export const signIn = (member: string, passphrase: string) => invoke<Desk>('sign_in', { member, passphrase });
export const signOut = () => invoke<Desk>('sign_out');
export const dispatch = (command: unknown) => invoke<Outcome>('dispatch', { command });
export const chooseFile = (purpose: 'open_board' | 'create_board', suggested: string | null) =>
  invoke<string | null>('choose_file', { purpose, suggested });
