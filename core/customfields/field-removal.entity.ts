import { Entity } from 'typeorm';
import { Bool, GivenId, Text } from '../database/columns';

/** A field that is gone, and whose values are yet to go. */
@Entity('core_custom_field_removal')
export class FieldRemoval {
  @GivenId() fieldId!: number;
  @Text(60) type!: string;
  @Bool() forCustomers!: boolean;
  @Bool() isSearched!: boolean;
}
