"""The names that columns of tables have, and which of them say the same in other parts."""

from __future__ import annotations

import re
from collections.abc import Mapping as MappingType
from typing import Final

from incidents.sheet import COLUMNS, plain_name

NAMES: Final[MappingType[str, tuple[str, ...]]] = {
    "id": (
        "id",
        "eventid",
        "incidentid",
        "uid",
        "recordid",
        "globaleventid",
        "s",
        "sno",
        "srno",
        "sr",
        "serial",
        "no",
        "disno",
        "kennung",
    ),
    "date": (
        *(
            "incidentdate",
            "eventdate",
            "dateofincident",
            "dateofattack",
            "dateofevent",
            "dateofoccurrence",
            "attackdate",
        ),
        *(
            "occurrencedate",
            "dateofoccurence",
            "date",
            "datum",
            "fecha",
            "التاریخ",
            "datestart",
            "startdate",
            "when",
            "sqldate",
            "fulldate",
        ),
        *("datefrom", "fromdate", "from", "datetime", "dateandtime", "dateoccurred", "timestamp"),
        *("eventstart", "start", "begin", "beginning", "firstday", "von", "debut", "début", "inicio", "desde"),
    ),
    "end_date": (
        *("enddate", "dateend", "until", "lastdate", "dateto", "todate", "to", "enddatum"),
        *("eventend", "end", "lastday", "bis", "fin", "hasta"),
    ),
    "year": (
        "year",
        "yr",
        "y",
        "incidentyear",
        "eventyear",
        "attackyear",
        "dateyear",
        "yearofincident",
        "startyear",
        "jahr",
    ),
    "month": (
        "month",
        "mon",
        "m",
        "incidentmonth",
        "eventmonth",
        "attackmonth",
        "datemonth",
        "monthofincident",
        "startmonth",
        "monat",
    ),
    "day": (
        "day",
        "dayofmonth",
        "d",
        "incidentday",
        "eventday",
        "attackday",
        "dateday",
        "dayofincident",
        "startday",
        "tag",
    ),
    "end_year": ("endyear",),
    "end_month": ("endmonth",),
    "end_day": ("endday",),
    "title": ("title", "headline", "incidenttitle", "incident", "name", "event"),
    "type": (
        *("type", "eventtype", "incidenttype", "attacktype", "kind", "tactic", "typeofattack", "category", "nature"),
        *("tactics", "typeofincident", "typeofevent", "meansofattack", "methodofattack", "natureofincident"),
        *("disastertype", "typ"),
    ),
    "target": ("targettype", "target", "targetkind", "typeoftarget", "targetcategory"),
    "country": ("country", "countrytxt", "countryname"),
    "admin1": (
        "admin1",
        "province",
        "adm1",
        "state",
        "provstate",
        "region",
        "adm1name",
        "admin1name",
        "provincename",
        "provinz",
    ),
    "admin2": (
        "admin2",
        "district",
        "adm2",
        "adm2name",
        "agency",
        "admin2name",
        "districtname",
        "districtagency",
        "distrikt",
    ),
    "admin3": ("admin3", "tehsil", "adm3", "taluka", "admin3name", "tehsilname"),
    "place": (
        *("place", "town", "city", "village", "location", "placename", "toponym", "where", "locality", "ort"),
        *("lieu", "ville", "commune", "lugar", "ciudad", "localidad", "شهر", "محل", "المدینة", "المکان"),
        *("townlocation", "towncity", "citytown", "townvillage", "locationname", "incidentlocation", "placeofincident"),
        *(
            "locationofevent",
            "locationofincident",
            "settlement",
            "nearesttown",
            "nearestcity",
            "actiongeofullname",
            "area",
        ),
    ),
    "latitude": (
        "latitude",
        "lat",
        "y",
        "ycoord",
        "latitudeapprox",
        "locationlat",
        "geolat",
        "actiongeolat",
        "breite",
        "breitengrad",
    ),
    "longitude": (
        "longitude",
        "lon",
        "long",
        "lng",
        "x",
        "xcoord",
        "locationlon",
        "geolon",
        "actiongeolong",
        "länge",
        "längengrad",
    ),
    "coordinates": (
        *("coordinates", "latlong", "latlon", "latlng", "gps", "geo", "coords", "gpscoordinates", "latitudelongitude"),
        *(
            "lonlat",
            "longlat",
            "lnglat",
            "wkt",
            "geomwkt",
            "geometry",
            "geom",
            "thegeom",
            "point",
            "geopoint",
            "geojson",
        ),
    ),
    "precision": ("precision", "geoprecision", "level", "locationprecision"),
    "actor": (
        "actor",
        "actors",
        "group",
        "perpetrator",
        "perpetrators",
        "responsibility",
        "claimedby",
        "party",
        "gname",
        *("actorname", "groupname", "perpetratorname", "partyresponsible", "reportedperpetrator", "organisation"),
    ),
    "source": (
        "source",
        "sources",
        "reportedby",
        "newspaper",
        "reference",
        "references",
        "media",
        "sourcename",
        "quelle",
    ),
    "url": ("url", "link", "sourceurl", "weblink", "links"),
    "note": (
        "notes",
        "note",
        "description",
        "summary",
        "details",
        "remarks",
        "comment",
        "comments",
        "narrative",
        "whathappened",
        "incidentdetails",
        "incidentdescription",
        "eventdescription",
        "circumstances",
        "bemerkung",
    ),
    "claimant": ("claimant", "accordingto"),
}
_OTHERS: Final[MappingType[str, tuple[str, ...]]] = {
    "date": ("tareekh", "taareekh", "tarikh", "tareek", "tarih", "дата", "نېټه"),
    "end_date": ("ikhtitamitareekh",),
    "year": ("saal", "sal", "سال", "год", "yıl", "کال"),
    "month": ("maheena", "mahina", "mah", "مہینہ", "ماه", "месяц", "ay"),
    "day": ("день", "gün"),
    "title": ("waqia", "waqea", "waqiya", "waqiah", "waqeya", "واقعہ", "unwan", "событие", "olay", "رویداد"),
    "type": ("noiyat", "noeyat", "nauiyat", "naoiyat", "qism", "qisam", "тип", "вид", "tür", "نوع", "ډول"),
    "target": ("hadaf", "nishana", "цель", "hedef", "هدف"),
    "country": ("mulk", "ملک", "страна", "ülke", "کشور", "هېواد"),
    "admin1": ("sooba", "suba", "soba", "subah", "soobah", "область", "провинция", "il", "استان", "ولایت"),
    "admin2": ("zila", "zilla", "zilah", "zillah", "район", "ilçe", "شهرستان", "ولسوالی", "ولسوالۍ"),
    "admin3": ("tehseel", "tahseel", "tahsil", "تحصیل"),
    "place": (
        *("jagah", "jaga", "jagha", "maqam", "muqam", "shehar", "shahar", "sheher", "gaon", "ilaqa", "ilaqah"),
        *("место", "город", "yer", "konum", "şehir", "ځای", "منطقه"),
    ),
    "actor": ("tanzeem", "tanzim", "giroh", "groh", "zimadar", "zimmedar", "группа", "örgüt", "گروه", "ډله"),
    "source": ("zariya", "zarya", "zaria", "zareya", "makhaz", "источник", "kaynak", "منبع", "سرچینه"),
    "note": (
        *("tafseel", "tafsil", "tafseelat", "tafsilat", "kaifiyat", "kefiyat", "کیفیت"),
        *("описание", "примечание", "açıklama", "توضیحات", "شرح"),
    ),
}
"""Names in Urdu as it is written in Latin letters, and frequent ones in Russian, Turkish, Persian and Pashto."""

SINGLE: Final[MappingType[str, tuple[str, ...]]] = {
    "place": ("town", "place", "city", "village", "location", "where"),
    "admin2": ("district",),
    "admin1": ("province",),
    "latitude": ("latitude", "lat"),
    "longitude": ("longitude", "lon", "long"),
}
"""Words by which a column is known whose name says more, such as "Name of Town" and "Place (جگہ)"."""

NOT_ITSELF: Final = frozenset(
    [
        "category",
        "type",
        "kind",
        "code",
        "precision",
        "level",
        "source",
        "id",
        "number",
        "description",
        "details",
        "notes",
    ]
)
NOT_OF_THE_EVENT: Final = re.compile(
    r"report|publi|enter|entry|creat|updat|modif|added|post|access|retriev|submi|record|regist|upload|receiv|complain|\bfir\b|as of|stamp"
)
"""In the name of a column of dates: those of what was written about the event, or done with its record."""

#: Fields that the atlas's own sheet has by another name.
_OF_SHEET: Final[MappingType[str, str]] = {"admin1": "province", "admin2": "district"}


def words_for(target: str) -> tuple[str, ...]:
    """Return the names of a column that is read as a field: in English and others, and those in Urdu that the atlas's own sheet knows."""
    urdu = (name for name in COLUMNS.get(_OF_SHEET.get(target, target), ()) if not name.isascii())
    return (*NAMES[target], *map(plain_name, urdu), *map(plain_name, _OTHERS.get(target, ())))


INSTEAD: Final[MappingType[str, tuple[str, ...]]] = {
    "date": ("year", "month", "day"),
    "end_date": ("end_year", "end_month", "end_day"),
    "year": ("date", "end_date"),
    "end_year": ("end_date",),
    "latitude": ("coordinates", "longitude_latitude"),
    "coordinates": ("latitude", "longitude", "longitude_latitude"),
    "longitude_latitude": ("latitude", "longitude", "coordinates"),
}
"""Fields that are not looked for where another one is read."""
