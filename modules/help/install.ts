import { inject, injectable } from 'inversify';
import { Directory, Installer } from '../../core/api';

/** Whoever can sign in may ask for help. */
@injectable()
export class GiveHelpToEveryone extends Installer {
  constructor(@inject(Directory) private readonly directory: Directory) {
    super();
  }

  async install(): Promise<void> {
    await this.directory.permit('help:use', await this.directory.builtIn('everyone'));
  }
}
