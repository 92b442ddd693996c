/** Texts of the dialog that asks for a new ticket: an agent and a customer call the same thing by other names. */
export interface RequestTexts {
  title: string;
  messageLabel: string;
  submit: string;
}

/** How the dialog begins. */
export interface RequestOptions {
  /** True for an agent, who files for others. */
  readonly asksForCustomer?: boolean;
  /** The ticket type that is offered first, if it is among those that are. */
  readonly taskListId?: string | null;
  /** The customer's organisation: it is said where its people see what is asked. */
  readonly organisation?: string;
  /** What ends the message, as far as it is not taken out. */
  readonly along?: readonly AlongLine[];
}

/** Something that goes along with a message. */
export interface AlongLine {
  readonly label: string;
  readonly text: string;
}
