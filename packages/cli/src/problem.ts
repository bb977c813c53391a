/** Something that the user has to put right before a run makes sense: a message, what to do about it, exit status 2. */
export class Problem extends Error {
  override readonly name = 'Problem';

  constructor(
    message: string,
    readonly hint: string | null = null,
  ) {
    super(message);
  }
}
