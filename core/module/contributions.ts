import type { Container } from 'inversify';

/** Class of a kind of contribution: an abstract class is type and token at once. */
export type Kind<T> = abstract new (...parameters: never[]) => T;

/** What the running modules contribute. */
export class Contributions {
  private readonly known = new Map<Kind<unknown>, readonly unknown[]>();

  constructor(private readonly container: Container) {}

  all<T>(kind: Kind<T>): readonly T[] {
    const known = this.known.get(kind) ?? this.container.getAll<T>(kind as never, { optional: true });
    this.known.set(kind, known);
    return known as readonly T[];
  }

  /** To be called when a module has come or gone. */
  forget(): void {
    this.known.clear();
  }

  /** Id of the module that contributed this object. */
  moduleOf(contribution: object): string {
    return this.owners.get(contribution.constructor) ?? 'core';
  }

  /** Remembers whose class this is; called by the host when it binds a module. */
  own(type: object, module: string): void {
    this.owners.set(type, module);
  }

  private readonly owners = new WeakMap<object, string>();
}
