import { definePanel } from '../panel';
import { DefaultPermissionsPanel } from './default-permissions';

definePanel('default-permissions', DefaultPermissionsPanel);
