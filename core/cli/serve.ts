import type { AddressInfo } from 'node:net';
import { Credentials } from '../auth/credentials.service';
import { User } from '../auth/principal.entity';
import { type Configuration, publicAddress } from '../config/config';
import { Front } from '../http/front';
import { Demo } from '../module/contract';
import type { Host } from '../module/host';
import { RunningHost } from '../module/running-host';
import { Problem } from '../problem';
import { fillDemo } from './demo';
import { PinoLog } from './pino-log';

/** A serving program, and how to end it. */
export interface Serving {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Starts the host and its web server and prints where they are.
 * @throws Problem for a port in use, a database that does not answer, an unusable configuration
 */
export async function serve(configuration: Configuration, options: { readonly demo: boolean }): Promise<Serving> {
  const log = new PinoLog(configuration.logLevel);
  const running = await RunningHost.start({ configuration, log });
  const { host } = running;
  const front = new Front();
  await running.serve(front);
  try {
    await front.listen({ host: configuration.host, port: configuration.port });
  } catch (error) {
    await running.stop();
    throw explain(error as NodeJS.ErrnoException, configuration);
  }
  const { port } = front.server.address() as AddressInfo;
  const url = publicAddress(configuration, port);
  if (options.demo && host.isNew) await fillDemo(host, host.all(Demo), say);
  await running.run();
  say(`Groupware Support is ready: ${url}`);
  const failed = host.modules.status().filter(({ error }) => error !== undefined);
  for (const { id, error } of failed) say(`module ${id}: ${error ?? ''}`);
  await greetAdministrator(host, url);
  const takesMail =
    configuration.smtpPort >= 0 && host.modules.isRunning('mail') && !failed.some(({ id }) => id === 'mail');
  if (takesMail) say(`mail: smtp://${configuration.smtpHost}:${String(configuration.smtpPort)}`);
  return {
    url,
    close: async () => {
      await front.close();
      await running.stop();
    },
  };
}

/** As long as the administrator has no password, every start prints a fresh one-time link to set it. */
async function greetAdministrator(host: Host, url: string): Promise<void> {
  const admin = await host.database.manager.findOneBy(User, { username: 'admin' });
  if (!admin || admin.passwordHash !== null) return;
  const token = await host.get(Credentials).createPasswordLink(admin.id);
  say(`first login as "admin": ${url}/#first-login/${token}`);
}

function explain(error: NodeJS.ErrnoException, { host, port }: Configuration): Error {
  const place = `${host}:${String(port)}`;
  if (error.code === 'EADDRINUSE')
    return new Problem(`${place} is in use by another program; choose another port with GROUPWARE_PORT`);
  if (error.code === 'EACCES')
    return new Problem(`${place} may not be used by this account; choose a port above 1023 with GROUPWARE_PORT`);
  if (error.code === 'ENOTFOUND' || error.code === 'EADDRNOTAVAIL')
    return new Problem(`${host} is no address of this machine (GROUPWARE_HOST)`);
  return error;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
