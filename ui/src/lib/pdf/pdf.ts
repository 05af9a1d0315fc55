/**
 * PDFs, drawn by pdf.js from bytes that the desk hands over. Nothing is fetched but the window's own files: fonts that a
 * PDF does not bring along are the system's or stand-ins for them, and no script of a PDF runs.
 */
import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import worker from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?url';

/** Loaded with the first PDF: it weighs more than the rest of the window. */
async function library() {
  const loaded = await import('pdfjs-dist/legacy/build/pdf.mjs');
  loaded.GlobalWorkerOptions.workerSrc = worker;
  return loaded;
}

export type { PDFDocumentProxy, PDFPageProxy };

export async function openPdf(base64: string): Promise<PDFDocumentProxy> {
  const [{ getDocument }, { PdfData }] = await Promise.all([library(), import('./data')]);
  const data = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  return getDocument({
    data,
    BinaryDataFactory: PdfData,
    isEvalSupported: false,
    enableXfa: false,
    useSystemFonts: true,
    stopAtErrors: false,
  }).promise;
}

/** Draws a page as wide as `width` CSS pixels, with its words laid over it. The promise ends when both are there. */
export async function drawPage(page: PDFPageProxy, width: number, canvas: HTMLCanvasElement, layer: HTMLElement): Promise<void> {
  const { TextLayer } = await library();
  const scale = width / page.getViewport({ scale: 1 }).width;
  const viewport = page.getViewport({ scale });
  const dots = Math.min(devicePixelRatio, 2);
  canvas.width = Math.floor(viewport.width * dots);
  canvas.height = Math.floor(viewport.height * dots);
  layer.replaceChildren();
  layer.style.setProperty('--scale-factor', String(scale));
  layer.style.setProperty('--total-scale-factor', String(scale));
  const words = new TextLayer({ textContentSource: page.streamTextContent(), container: layer, viewport });
  await Promise.all([
    words.render(),
    page.render({ canvas, viewport, transform: dots === 1 ? undefined : [dots, 0, 0, dots, 0, 0] }).promise,
  ]);
}
