import { definePanel } from '../../../core/ui/api';
import { HelpPanel } from './panel';

definePanel('help', HelpPanel);
