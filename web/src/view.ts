/** One of the page's views. It is made once and stays, so that what is in it survives a look at another view. */
export interface View {
  element: HTMLElement;
  /** It comes into sight, by an address with these parameters. */
  shown?(parameters: URLSearchParams): void;
  /** It goes out of sight: what plays or records stops. */
  hidden?(): void;
  /** Files dropped on the window, pasted or chosen. */
  accept?(files: File[]): void;
  /** A key was pressed outside of a field; true when the view used it. */
  key?(event: KeyboardEvent): boolean;
  /** Keys and what they do, for the list of shortcuts. */
  keys?: [keys: string, what: string][];
}
