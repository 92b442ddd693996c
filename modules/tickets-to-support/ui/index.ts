import { definePanel } from '../../../core/ui/api';
import { MigrationsPanel } from './panel';

definePanel('tickets-to-support', MigrationsPanel);
