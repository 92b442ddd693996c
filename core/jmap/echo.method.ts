import { injectable } from 'inversify';
import { Method } from './method';
import { CORE } from './session';

/** Core/echo (RFC 8620 §4). */
@injectable()
export class CoreEcho extends Method {
  readonly name = 'Core/echo';
  readonly capability = CORE;

  run(args: Record<string, unknown>): Promise<object> {
    return Promise.resolve(args);
  }
}
