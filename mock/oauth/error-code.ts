/** Error codes of OAuth responses. @see RFC 6749 §4.1.2.1, §5.2, RFC 6750 §3.1, RFC 8628 §3.5 */
export type ErrorCode =
  | 'access_denied'
  | 'authorization_pending'
  | 'expired_token'
  | 'insufficient_scope'
  | 'invalid_client'
  | 'invalid_grant'
  | 'invalid_request'
  | 'invalid_scope'
  | 'invalid_token'
  | 'slow_down'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'unsupported_response_type';
