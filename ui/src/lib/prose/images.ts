/** Images, which are attachments of the board: drawn when they are at hand, described until then. */
import type { Node } from 'prosemirror-model';
import type { NodeView, NodeViewConstructor } from 'prosemirror-view';
import { attached } from './attached';

export const drawImage: NodeViewConstructor = (node) => new ImageView(node);

class ImageView implements NodeView {
  readonly dom = document.createElement('span');

  constructor(private node: Node) {
    this.dom.className = 'picture';
    void this.#draw();
  }

  update(node: Node): boolean {
    if (node.type !== this.node.type) return false;
    const redraw = node.attrs.digest !== this.node.attrs.digest || node.attrs.alt !== this.node.attrs.alt;
    this.node = node;
    if (redraw) void this.#draw();
    return true;
  }

  async #draw(): Promise<void> {
    const { node } = this;
    const alt = String(node.attrs.alt);
    const said = alt === '' ? 'Image without a description' : alt;
    this.dom.dataset.missing = 'true';
    this.dom.replaceChildren(node.attrs.digest === null ? `${said} (not brought in)` : said);
    if (typeof node.attrs.digest !== 'string') return;
    const address = await attached(node.attrs.digest).catch(() => null);
    if (address === null || node !== this.node) return;
    const img = document.createElement('img');
    img.alt = alt;
    img.src = address;
    delete this.dom.dataset.missing;
    this.dom.replaceChildren(img);
  }

  ignoreMutation(): boolean {
    return true;
  }
}
