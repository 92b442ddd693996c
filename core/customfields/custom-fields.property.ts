import { keptBy, type Property } from '../jmap/property';
import { CustomValues } from './values.service';

/**
 * `customFields: customFields()` among the properties of a type gives its objects the custom fields that an
 * administrator makes: values by key, checks, filters and sorts.
 */
export const customFields = (): Property => keptBy(CustomValues);
