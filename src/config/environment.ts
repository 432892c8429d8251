/** The variables of a process, as they are. */
export type Environment = Readonly<Record<string, string | undefined>>;
