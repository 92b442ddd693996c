import { inject, injectable } from 'inversify';
import { z } from 'zod';
import type { Context } from '../auth/context';
import { parseArguments } from '../jmap/arguments';
import { MethodError, SetError } from '../jmap/errors';
import { Method } from '../jmap/method';
import { idOf } from '../jmap/property';
import { Records } from '../jmap/records';
import { capabilityOf } from '../jmap/types';
import { ADMINISTER } from '../settings/permission';
import { GrantedPrincipals, parseGrants } from './grants';
import { Lifecycle } from './lifecycle.service';
import { Modules } from './modules';
import { Program } from './program';
import { Removal } from './removal.service';

const id = z.string().min(1).max(255);

/** What an administrator does to one module by its id; the work takes effect before the answer. */
abstract class ModuleMethod<A extends { readonly id: string }> extends Method {
  readonly capability = capabilityOf('core');
  protected abstract readonly shape: z.ZodType<A>;
  protected abstract act(name: string, args: A, context: Context): Promise<object>;

  constructor(@inject(Records) protected readonly records: Records) {
    super();
  }

  async run(args: Record<string, unknown>, context: Context): Promise<object> {
    const parsed = parseArguments(this.shape, args);
    if (!context.may(ADMINISTER)) throw MethodError.of('forbidden', 'You may not administer modules');
    const key = idOf(parsed.id);
    const [row] =
      key === null ? [] : await this.records.visible('Module', context).andWhere('row_.id = :key', { key }).getMany();
    if (!row) throw MethodError.invalidArguments('id: is no such module');
    return { accountId: args['accountId'], id: parsed.id, ...(await this.act(String(row['name']), parsed, context)) };
  }
}

/** `Module/install`: makes an absent module run. `grants` (permission → set of principal ids) says who may use it. */
@injectable()
export class InstallModule extends ModuleMethod<{ id: string; grants: Record<string, unknown> }> {
  readonly name = 'Module/install';
  protected readonly shape = z.strictObject({
    accountId: id,
    id,
    grants: z.record(z.string(), z.unknown()).default({}),
  });

  constructor(
    @inject(Records) records: Records,
    @inject(Lifecycle) private readonly lifecycle: Lifecycle,
    @inject(Modules) private readonly modules: Modules,
    @inject(GrantedPrincipals) private readonly granted: GrantedPrincipals,
  ) {
    super(records);
  }

  protected async act(
    name: string,
    { grants }: { grants: Record<string, unknown> },
    context: Context,
  ): Promise<object> {
    const parsed = parseGrants(grants);
    if ('fault' in parsed) throw MethodError.invalidArguments(`grants: ${parsed.fault}`);
    const groups = await this.granted.groups(this.modules.get(name), parsed.value, context).catch((error: unknown) => {
      throw error instanceof SetError ? MethodError.invalidArguments(error.message) : error;
    });
    await this.lifecycle.install(name, groups);
    return {};
  }
}

const JustId = z.strictObject({ accountId: id, id });

/** `Module/enable`: makes a disabled module run again; one that cannot start stays as it was. */
@injectable()
export class EnableModule extends ModuleMethod<{ id: string }> {
  readonly name = 'Module/enable';
  protected readonly shape = JustId;

  constructor(
    @inject(Records) records: Records,
    @inject(Lifecycle) private readonly lifecycle: Lifecycle,
  ) {
    super(records);
  }

  protected async act(name: string): Promise<object> {
    await this.lifecycle.enable(name);
    return {};
  }
}

/** `Module/disable`: hides a module as if it were not there; its data stays. */
@injectable()
export class DisableModule extends ModuleMethod<{ id: string }> {
  readonly name = 'Module/disable';
  protected readonly shape = JustId;

  constructor(
    @inject(Records) records: Records,
    @inject(Lifecycle) private readonly lifecycle: Lifecycle,
  ) {
    super(records);
  }

  protected async act(name: string): Promise<object> {
    await this.lifecycle.disable(name);
    return {};
  }
}

/**
 * `Module/delete`: removes a disabled module with its data. `name` must be the module's, typed by whoever wants it gone;
 * with `archive` its rows are written into the data directory first.
 */
@injectable()
export class DeleteModule extends ModuleMethod<{ id: string; name: string; archive: boolean }> {
  readonly name = 'Module/delete';
  protected readonly shape = z.strictObject({
    accountId: id,
    id,
    name: z.string(),
    archive: z.boolean().default(false),
  });

  constructor(
    @inject(Records) records: Records,
    @inject(Lifecycle) private readonly lifecycle: Lifecycle,
  ) {
    super(records);
  }

  protected async act(name: string, args: { name: string; archive: boolean }): Promise<object> {
    if (args.name !== name) throw MethodError.invalidArguments(`name: must be "${name}", the name of the module`);
    return { archive: await this.lifecycle.delete(name, { archive: args.archive }) };
  }
}

/** `Module/contents`: what Module/delete would remove: tables with their rows, permissions given, jobs, types. */
@injectable()
export class ModuleContents extends ModuleMethod<{ id: string }> {
  readonly name = 'Module/contents';
  protected readonly shape = JustId;

  constructor(
    @inject(Records) records: Records,
    @inject(Removal) private readonly removal: Removal,
  ) {
    super(records);
  }

  protected async act(name: string): Promise<object> {
    return { ...(await this.removal.contents(name)) };
  }
}

/** `Module/discover`: looks for modules that were put there since the program was started. */
@injectable()
export class DiscoverModules extends Method {
  readonly name = 'Module/discover';
  readonly capability = capabilityOf('core');

  constructor(@inject(Program) private readonly program: Program) {
    super();
  }

  async run(args: Record<string, unknown>, context: Context): Promise<object> {
    const { accountId } = parseArguments(z.strictObject({ accountId: id }), args);
    if (!context.may(ADMINISTER)) throw MethodError.of('forbidden', 'You may not administer modules');
    await this.program.exclusively(() => this.program.reload());
    return { accountId };
  }
}
