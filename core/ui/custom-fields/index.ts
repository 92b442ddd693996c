import { definePanel } from '../panel';
import { CustomFieldsPanel } from './settings/panel';

definePanel('custom-fields', CustomFieldsPanel);
