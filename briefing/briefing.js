// Begins what the document is opened for: the talk on the wall, the speaker's window, or the kiosk.
"use strict";

Atlas.around = (app) => {
  const data = Atlas.embedded("atlas-briefing"), talk = new Atlas.Talk(app, data);
  const speaker = location.hash.match(/^#speaker=(\w+)$/);
  Atlas.talk = talk;
  if (data.kiosk) return new Atlas.Kiosk(talk, data.kiosk).start();
  if (speaker) return (Atlas.speaker = new Atlas.Speaker(talk, speaker[1])).start();
  new Atlas.Wall(talk);
  talk.listen();
  talk.start();
};
