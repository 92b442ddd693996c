/** Texts of the dialog that asks for a new ticket: an agent and a customer call the same thing by other names. */
export interface RequestTexts {
  title: string;
  messageLabel: string;
  submit: string;
}
