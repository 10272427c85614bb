/** A face is learnt from the photo of its person, who has none. */
export type NoPhoto = { kind: 'no_photo' }

/** The person has a face as a credential, and has consented to it. */
export type HasFace = { kind: 'has_face' }

/** The person has no face as a credential. */
export type NoFace = { kind: 'no_face' }

/** The link is unknown, too old, or of a face that is gone. */
export type ConsentOver = { kind: 'consent_over' }

/** What an operation of faces can end in on an API's route, besides the errors that every module has. */
export type FaceError = NoPhoto | HasFace | NoFace
