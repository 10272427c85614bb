import { section } from '../section.ts'

export const cameras = section({
  name: 'Cameras',
  description:
    'Cameras at sites, each kept by a video provider. `DEMO` is the built-in provider, with a short clip every two minutes.',
  calls: {
    listCameras: {
      summary: 'List cameras',
      description: 'Cameras of the account, oldest first.',
      filter: { name: '`eq`: contains the text' },
      example: { query: { filter: 'name__eq:Front' } },
    },
    createCamera: {
      summary: 'Register a camera',
      description: 'An account registers each camera of a provider once: a second time is 409.',
    },
    getCamera: {
      summary: 'Get a camera',
      description: 'One camera with its live view. With `showStatus=true` its provider is asked whether it is online.',
      example: { query: { showStatus: 'true' } },
    },
    updateCamera: { summary: 'Change a camera', description: 'What the body leaves out stays.' },
    deleteCamera: {
      summary: 'Delete a camera',
      description: 'Takes it from its access points. What its provider has recorded stays with the provider.',
    },
    listAccessPointsOfCamera: {
      summary: 'List the access points of a camera',
      description: 'Access points that the camera shows, oldest first.',
    },
    addCameraToAccessPoint: {
      summary: 'Put a camera to an access point',
      description: '204 also when it is there already. A camera is at 20 access points at most.',
    },
    removeCameraFromAccessPoint: {
      summary: 'Take a camera from an access point',
      description: '204 also when it is not there.',
    },
    listCameraVideo: {
      summary: 'List the clips of a camera',
      description:
        'Clips that overlap the time asked for, at most 24 hours, oldest first. Links open without a token for a limited time. 424 when ' +
        'the provider gives no answer.',
    },
    openDemoClip: {
      summary: 'Open a demo clip',
      description: 'The moving picture behind a link of the built-in provider. Needs no token.',
    },
  },
})
