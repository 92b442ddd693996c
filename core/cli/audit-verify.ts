import { AuditTrail } from '../audit/audit-trail';
import type { Configuration } from '../config/config';
import { RunningHost } from '../module/running-host';
import { Problem } from '../problem';
import { PinoLog } from './pino-log';

/**
 * Reads the whole audit log and says whether it is as it was written.
 * @throws Problem naming the first entry that is not
 */
export async function auditVerify(configuration: Configuration): Promise<string> {
  const running = await RunningHost.start({ configuration, log: new PinoLog('error') });
  try {
    const { rows, fault } = await running.host.get(AuditTrail).verify();
    if (fault !== null) throw new Problem(`The audit log was tampered with. ${fault}.`);
    return `The audit log is whole: ${String(rows)} entries.`;
  } finally {
    await running.stop();
  }
}
