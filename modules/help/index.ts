import { defineModule } from '../../core/api';
import { GiveHelpToEveryone } from './install';

/** Help is a panel on the types of Support: it has no data of its own. */
export default defineModule({ install: GiveHelpToEveryone });
