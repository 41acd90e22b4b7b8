package dev.byline.transfer.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which times of other systems' files are understood, and which are not. */
class TimeParserTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2019-03-05 | 2019-03-05T00:00:00Z
            2019/3/5 7:08 | 2019-03-05T07:08:00Z
            2019.03.05 07:08:09 | 2019-03-05T07:08:09Z
            2019-03-05T07:08:09Z | 2019-03-05T07:08:09Z
            2019-03-05t07:08:09.123456z | 2019-03-05T07:08:09.123Z
            2019-03-05 07:08:09,5 +0700 | 2019-03-05T00:08:09.500Z
            2019-03-05T07:08:09+07:00 | 2019-03-05T00:08:09Z
            2019-03-05 07:08:09+09 | 2019-03-04T22:08:09Z
            2019-03-05 07:08 UTC | 2019-03-05T07:08:00Z
            2019-03-05 07:08 UTC+9 | 2019-03-04T22:08:00Z
            2019-03-05 07:08:09 +0000 UTC | 2019-03-05T07:08:09Z
            2019-03-05 07:08:09 +0100 CET | 2019-03-05T06:08:09Z
            2019-03-05 07:08:09 2019 -0800 | 2019-03-05T15:08:09Z
            2019-07-05 07:08 Asia/Ho_Chi_Minh | 2019-07-05T00:08:00Z
            2019-07-05T07:08 America/New_York | 2019-07-05T11:08:00Z
            2019-07-05T07:08+02:00[Europe/Berlin] | 2019-07-05T05:08:00Z
            20190305 | 2019-03-05T00:00:00Z
            1551769689 | 2019-03-05T07:08:09Z
            1551769689123 | 2019-03-05T07:08:09.123Z
            Tue Mar 05 2019 10:00:00 GMT+0000 (Coordinated Universal Time) | 2019-03-05T10:00:00Z
            Tue Mar 05 2019 10:00:00 GMT+0700 (Indochina Time) | 2019-03-05T03:00:00Z
            Tue Mar  5 10:00:00 2019 | 2019-03-05T10:00:00Z
            Tue Mar  5 10:00:00 UTC 2019 | 2019-03-05T10:00:00Z
            Tue, 05 Mar 2019 10:00:00 GMT | 2019-03-05T10:00:00Z
            Tue, 5 Mar 2019 10:00 EST | 2019-03-05T15:00:00Z
            Tuesday, 5 March 2019 10:00:00 PDT | 2019-03-05T17:00:00Z
            Tue, 05 Mar 19 10:00:00 EST | 2019-03-05T15:00:00Z
            Friday, 05-Mar-99 10:00 GMT | 1999-03-05T10:00:00Z
            05 Mar 2019 10:00:00 UT | 2019-03-05T10:00:00Z
            Mar 5, 2019 | 2019-03-05T00:00:00Z
            March 5th, 2019 9:00 PM | 2019-03-05T21:00:00Z
            5 Sept. 2019 | 2019-09-05T00:00:00Z
            2019-03-05 9:00 PM | 2019-03-05T21:00:00Z
            2019-03-05 12:30 a.m. | 2019-03-05T00:30:00Z
            2019-03-05 12:30 PM EST | 2019-03-05T17:30:00Z
            07/25/2015 | 2015-07-25T00:00:00Z
            25/07/2015 10:00 | 2015-07-25T10:00:00Z
            25.07.2015 | 2015-07-25T00:00:00Z
            05.05.2015 | 2015-05-05T00:00:00Z
            1500-03-01 | 1500-03-01T00:00:00Z
            """)
    void a_time_is_understood_completely(String text, Instant time) {
        assertEquals(time, TimeParser.parse(text, ZoneOffset.UTC));
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "soon", "05/07/2015", "5.7.2015", "2019-13-01", "2019-02-30", "0000-00-00 00:00:00",
            "2019-03-05 25:00", "2019-03-05 10:00 XYZ", "2019-03-05 10:00 Asia/Nowhere", "2019-03-05 13:00 PM",
            "2019-03-05 and later", "2019-03-05 10:00 (local time)", "2019-03-05 07:08:09 +0100 EST",
            "Mon, 05 Mar 2019 10:00:00 GMT", "2019-03", "2019", "Mar 2019", "2019-03-05 10", "2019-03-05 10:00 2018 Z",
            "2011-x09-30T22:48:43Z", "06 Jul 15", "06 Jul 15 10:00", "2019-03-05T10:00:00+25:00" })
    void a_part_that_is_not_understood_makes_the_whole_time_not_understood(String text) {
        assertNull(TimeParser.parse(text, ZoneOffset.UTC));
    }

    @ParameterizedTest
    @CsvSource({ "2019-07-05 07:08, 2019-07-05T11:08:00Z", "2019-01-05, 2019-01-05T05:00:00Z",
            "2019-07-05 07:08Z, 2019-07-05T07:08:00Z" })
    void a_time_without_an_offset_is_in_the_zone_of_the_site(String text, Instant time) {
        assertEquals(time, TimeParser.parse(text, ZoneId.of("America/New_York")));
    }
}
