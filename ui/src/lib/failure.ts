/** Why a call to the desk failed, as the desk says it. */
export interface Failure {
  /** Stable word for the kind of failure. */
  code: string;
  /** One sentence for the person. */
  message: string;
  /** What to do about it, if there is something. */
  hint: string | null;
}

/** Reads whatever was thrown as a {@link Failure}, so that every error can be shown the same way. */
export function failureOf(thrown: unknown): Failure {
  if (typeof thrown === 'object' && thrown !== null && 'message' in thrown) {
    const { message } = thrown;
    const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : 'unexpected';
    const hint = 'hint' in thrown && typeof thrown.hint === 'string' && thrown.hint !== '' ? thrown.hint : null;
    return { code, message: String(message), hint };
  }
  return { code: 'unexpected', message: typeof thrown === 'string' ? thrown : 'Something unexpected went wrong.', hint: null };
}
