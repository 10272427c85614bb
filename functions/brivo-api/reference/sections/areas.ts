import { section } from '../section.ts'

export const areas = section({
  name: 'Areas',
  description:
    'Areas of which a control panel knows who is inside. Who passes a border with the direction `IN` is inside, until they pass one with `OUT`. ' +
    '`antiPassback`: nobody enters who is inside, and nobody leaves who is outside. `occupancy`: no more people than the limit. The panel decides ' +
    'alone, also while it is offline, so all doors of an area belong to one panel.',
  calls: {
    listAreas: {
      summary: 'List areas',
      description: 'Areas of the account, oldest first.',
      filter: { name: '`eq`: contains the text' },
      example: { query: { filter: 'name__eq:Lab' } },
    },
    createArea: {
      summary: 'Create an area',
      description:
        'It needs an entry, and with anti-passback an exit. A side of a door is an entry of one area at most. 412 when the control panel has 32 areas.',
    },
    getArea: {
      summary: 'Get an area',
      description:
        'One area. `NON_FUNCTIONAL` when it has no entry any more, or anti-passback and no exit: the panel does not follow it until that is mended. ' +
        '`problems` says why.',
    },
    updateArea: {
      summary: 'Change an area',
      description:
        'What the body leaves out stays; lists are given whole; `null` ends anti-passback or the limit. An area stays at its control panel.',
    },
    resetArea: {
      summary: 'Reset an area',
      description:
        'It is forgotten who is inside: everybody may enter and leave again. A control panel that is out of contact forgets when it is heard again, passages until now and no later ones.',
    },
    resetUserAtArea: {
      summary: 'Reset one person at an area',
      description:
        'The same for one person, who may be blocked by anti-passback. 409 when the control panel holds 32 resets of the last seven days: a reset of everybody takes the place of those of its area.',
    },
    deleteArea: {
      summary: 'Delete an area',
      description: 'Its doors ask nothing of it any more, and it is forgotten who is inside.',
    },
  },
})
