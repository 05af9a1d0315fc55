/**
 * What pdf.js keeps beside itself, out of the window's own files: the meanings of the character codes of fonts that a
 * file does not bring along, stand-ins for such fonts, and the decoders of scanned pages.
 */
const found = import.meta.glob<string>(
  [
    '/node_modules/pdfjs-dist/cmaps/*.bcmap',
    '/node_modules/pdfjs-dist/standard_fonts/*.{pfb,ttf}',
    '/node_modules/pdfjs-dist/wasm/*.wasm',
  ],
  { query: '?url', import: 'default', eager: true },
);
const addresses = new Map(Object.entries(found).map(([path, address]) => [path.slice(path.lastIndexOf('/') + 1), address]));

/** Hands pdf.js a file of its own. */
export class PdfData {
  async fetch({ filename }: { filename: string }): Promise<Uint8Array> {
    const address = addresses.get(filename);
    if (address === undefined) throw new Error(`pdf.js has no ${filename}`);
    return new Uint8Array(await (await fetch(address)).arrayBuffer());
  }
}
