// Times in the time zone of the site. Pickers have a local time, the API has RFC 3339.
(desk => {
  'use strict';
  const MINUTE = 60_000;
  const DAY = 24 * 60 * MINUTE;
  const formats = new Map();

  function format(zone) {
    if (!formats.has(zone)) {
      formats.set(zone, new Intl.DateTimeFormat('en-US', {
        timeZone: zone, hourCycle: 'h23', era: 'short', year: 'numeric', month: 'numeric', day: 'numeric',
        hour: 'numeric', minute: 'numeric', second: 'numeric',
      }));
    }
    return formats.get(zone);
  }

  /** The milliseconds by which clocks of the zone are ahead of UTC at an instant. */
  function offset(zone, instant) {
    const parts = Object.fromEntries(format(zone).formatToParts(instant).map(part => [part.type, part.value]));
    const shown = new Date(0);
    shown.setUTCFullYear(Number(parts.year), Number(parts.month) - 1, Number(parts.day));
    shown.setUTCHours(Number(parts.hour), Number(parts.minute), Number(parts.second));
    return shown.getTime() - Math.floor(instant / 1000) * 1000;
  }

  const two = number => String(number).padStart(2, '0');

  /** The local time of an instant, as a field of the type datetime-local holds it. */
  function local(zone, instant) {
    const text = new Date(instant + offset(zone, instant)).toISOString();
    return /:00\.000Z$/.test(text) ? text.slice(0, 16) : text.slice(0, 19);
  }

  /**
   * The instant of a local time, by the rule of the service: a time that the clocks skip in spring is moved later by
   * the length of the gap, and a time that they repeat in autumn is the first of the two.
   */
  function instant(zone, localTime) {
    const wall = Date.parse(`${localTime.length === 16 ? `${localTime}:00` : localTime}Z`);
    const before = offset(zone, wall - DAY);
    const after = offset(zone, wall + DAY);
    const valid = [before, after].map(shift => wall - shift).filter(time => offset(zone, time) === wall - time);
    return valid.length ? Math.min(...valid) : wall - before;
  }

  desk.time = {
    zone: () => (desk.state.site && desk.state.site.timeZone) || 'UTC',

    /** The value of a picker for a time of the API. A time without an offset is in the zone already. */
    toLocal(text, zone = desk.time.zone()) {
      if (/T[\d:.]*$/.test(text)) {
        return text.slice(0, 16);
      }
      const time = Date.parse(text);
      return Number.isNaN(time) ? '' : local(zone, time);
    },

    /** RFC 3339 with the offset that the zone has at that time. */
    toRfc3339(localTime, zone = desk.time.zone()) {
      const time = instant(zone, localTime);
      const shift = Math.round(offset(zone, time) / MINUTE);
      const text = local(zone, time);
      const sign = shift < 0 ? '-' : '+';
      return `${text.length === 16 ? `${text}:00` : text}${sign}${two(Math.floor(Math.abs(shift) / 60))}:`
        + two(Math.abs(shift) % 60);
    },

    /** A time for people, in the zone of the site. */
    show(text, zone = desk.time.zone()) {
      const time = Date.parse(text);
      return Number.isNaN(time) ? '' : new Intl.DateTimeFormat(undefined, {
        timeZone: zone, weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit',
        minute: '2-digit', hourCycle: 'h23',
      }).format(time);
    },
  };
})(window.BylineDesk);
