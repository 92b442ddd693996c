import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfiguration, variableOf } from '../config/config';
import { describeApi } from '../documentation/api';
import { RunningHost } from '../module/running-host';
import { PinoLog } from './pino-log';

/** Describes the API of all modules that are found, by starting them once on an empty database that is then removed. */
export async function apiDocs(): Promise<string> {
  const data = await mkdtemp(join(tmpdir(), 'groupware-docs-'));
  try {
    const configuration = loadConfiguration({ [variableOf('data')]: data });
    const running = await RunningHost.start({ configuration, log: new PinoLog('error'), installsAll: true });
    try {
      return describeApi(running.host);
    } finally {
      await running.stop();
    }
  } finally {
    await rm(data, { recursive: true, force: true });
  }
}
