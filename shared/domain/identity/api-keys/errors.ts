/** The application has as many keys as it may have. */
export type TooManyApiKeys = { kind: 'too_many_api_keys'; maximum: number }
