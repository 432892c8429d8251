/** What one person is told about a request, and nobody else. */
export interface PrivateNote {
  personId: string;
  requestId: string;
  /** Plain text, without markup. */
  text: string;
}
