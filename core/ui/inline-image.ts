import { Image } from '@tiptap/extension-image';

/** An image of the text: its address is the attachment's Content-ID, what is seen is the blob behind it. */
export const InlineImageNode = Image.extend<{ urlOf: (cid: string) => Promise<string | undefined> }>({
  addOptions() {
    return { ...this.parent?.(), urlOf: async () => undefined };
  },
  parseHTML() {
    // An address of another host would be asked for as soon as the text is shown.
    return [{ tag: 'img[src^="cid:"]' }];
  },
  addNodeView() {
    return ({ node }) => {
      const image = document.createElement('img');
      image.alt = String(node.attrs['alt'] ?? '');
      void this.options.urlOf(String(node.attrs['src']).slice('cid:'.length)).then((url) => {
        if (url !== undefined) image.src = url;
      });
      return { dom: image };
    };
  },
});
