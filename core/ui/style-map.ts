import { noChange } from 'lit';
import { type AttributePart, Directive, directive } from 'lit/directive.js';

type Styles = Readonly<Record<string, string | number | null | undefined>>;

/**
 * Stands for Lit's own `styleMap` in the bundle. That one writes a `style` attribute when it is first drawn, which the
 * page's policy refuses (the grid's header does so with each column's width, so that no list of hashes could name
 * them); this one sets the properties, which is no inline style to the policy.
 */
class PropertyStyleMap extends Directive {
  private names: readonly string[] = [];

  override render(_styles: Styles): unknown {
    return noChange;
  }

  override update({ element }: AttributePart, [styles]: [Styles]): unknown {
    const { style } = element;
    const wanted = Object.entries(styles).filter(([, value]) => value !== null && value !== undefined);
    const names = wanted.map(([name]) =>
      name.startsWith('--') ? name : name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`),
    );
    for (const gone of this.names) if (!names.includes(gone)) style.removeProperty(gone);
    this.names = names;
    wanted.forEach(([, value], index) => {
      const [text, important] = String(value).split(/\s*!(important)$/);
      style.setProperty(names[index] ?? '', text ?? '', important);
    });
    return noChange;
  }
}

export const styleMap = directive(PropertyStyleMap);
