/** What is wrong with one thing that a person gave: shown at the form's field, or as a private answer. */
export interface InputProblem {
  /** `name`, `pods`, `zones`, ...: the flag without its dashes, the form's field, or `command`. */
  field: string;
  /** One sentence without markup. May quote what was typed (cut to 60 characters); escape it before showing. */
  message: string;
  /** Something valid to type instead, e.g. `--pods 40`. */
  example: string;
}
