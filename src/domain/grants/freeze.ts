/** While an operator has frozen the installation, nothing that adds is written to a whitelist. */
export interface Freeze {
  reason: string;
  /** Who did it, as in the audit log. */
  by: string;
  atMs: number;
}
