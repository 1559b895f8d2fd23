/** An error response of AWS. */
export class AwsError extends Error {
  override readonly name = 'AwsError';
  /** Such as `NotFoundException`. */
  readonly code: string;
  /** The HTTP status. */
  readonly status: 400 | 403 | 404 | 409 | 412 | 500;

  constructor(code: string, message: string, status: AwsError['status'] = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

export function validation(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

export function notFound(message: string): AwsError {
  return new AwsError('NotFoundException', message);
}

export function unsupported(message: string): AwsError {
  return new AwsError('UnsupportedOperationException', message);
}
