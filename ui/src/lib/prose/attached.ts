/** Images that are attachments of the board, asked for once each. */
import { image } from '$lib/bindings';

const asked = new Map<string, Promise<string | null>>();

/** An address under which the window can show an attachment; null where it is no image that can be shown. */
export function attached(digest: string): Promise<string | null> {
  const before = asked.get(digest);
  if (before !== undefined) return before;
  const answer = image(digest).then((found) => (found === null ? null : `data:${found.media_type};base64,${found.data}`));
  asked.set(digest, answer);
  answer.catch(() => asked.delete(digest));
  return answer;
}

/** What a file holds, in base64. */
export async function base64Of(file: Blob): Promise<string> {
  const address = await new Promise<string>((resolve, reject) => {
    const reader = new FileReader();
    reader.onloadend = () => {
      if (typeof reader.result === 'string') resolve(reader.result);
      else reject(new Error('This image could not be read.'));
    };
    reader.readAsDataURL(file);
  });
  return address.slice(address.indexOf(',') + 1);
}
