"""What a list of each kind may hold, and how offices head those columns. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from nemt_desk.ground.words import fold


class Subject(StrEnum):
    """What a list is about."""

    MEMBERS = "members"
    DRIVERS = "drivers"
    PLACES = "places"
    RIDES = "rides"
    PAIRS = "pairs"


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a column may hold; `words` are headers as offices write them, folded."""

    key: str
    label: str
    words: tuple[str, ...]


def _field(key: str, label: str, words: str) -> Field:
    return Field(key, label, tuple(fold(word) for word in (label, *words.split(","))))


_NAME = (
    _field(
        "last_name",
        "Last name",
        "last,surname,family name,lname,last nm,rider last,client last,"
        "member last,passenger last,rider last name,client last name",
    ),
    _field(
        "first_name",
        "First name",
        "first,given name,fname,first nm,rider first,client first,"
        "member first,passenger first,rider first name,client first name",
    ),
    _field("middle_name", "Middle name", "middle,mi,middle initial,m i"),
    _field("suffix", "Suffix", "name suffix,jr sr"),
)
_HOME = (
    _field(
        "address",
        "Street address",
        "address,home address,street,addr,address 1,address line 1,residence,physical address,"
        "house and street,street addr,home addr,full address",
    ),
    _field("unit", "Unit", "apt,apartment,apt no,lot,address 2,address line 2,suite,unit no"),
    _field(
        "city",
        "Town",
        "city,city town,municipality,town city,home city,home town,city state zip,city st zip,"
        "city state",
    ),
    _field("state", "State", "st,state code"),
    _field("zip", "ZIP", "zip code,zipcode,postal code,zip 5,home zip,zip4"),
    _field("address_text", "Address, as kept", "address as kept"),
    _field("city_text", "Town, as kept", "town as kept"),
    _field("description", "How to find it", "directions,description,location description"),
)
_MEMBER_ID = (
    "member no,member number,ma,mhcp no,pmi no,id,id no,id number,mhcp id,mhcp,ma number,"
    "ma id,ma no,medicaid id,"
    "medicaid number,medicaid no,medicaid,pmi,pmi number,client id,recipient id,recipient number,"
    "subscriber id,dcn,mem id,member id no,client no,insurance id,cust no,customer no,customer id,"
    "rider no,recipient no,case no,case number"
)
_NOTES = "notes,note,comments,comment,remarks,remark,memo,office notes,other,special instructions"
_DRIVER_NOTE = "driver notes,note to driver,driver instructions,instructions"
_FIELDS: dict[Subject, tuple[Field, ...]] = {
    Subject.MEMBERS: (
        _field("member_id", "Member ID", _MEMBER_ID),
        _field(
            "name",
            "Name",
            "client name,member name,full name,last first,last name first,rider,rider name,"
            "passenger,passenger name,patient,patient name,client,member,name last first,"
            "name of member,recipient,recipient name,last name first name,cust name,customer name,"
            "customer",
        ),
        *_NAME,
        _field("birth_date", "Birth date", "dob,date of birth,birthdate,birthday,born,d o b,bdate"),
        _field(
            "phone",
            "Phone",
            "phone no,phone number,telephone,tel,home phone,primary phone,phone 1,contact number,"
            "daytime phone,telephone number,ph,phone home,main phone,home no",
        ),
        _field(
            "phone2",
            "Other phone",
            "second phone,phone 2,alt phone,alternate phone,cell,cell phone,cell no,mobile,"
            "work phone,mobile phone,secondary phone,alternate number",
        ),
        *_HOME,
        _field(
            "mode",
            "Mode",
            "level of service,los,transport mode,assessed mode,mode of transport,service level,"
            "transportation mode,mode of transportation",
        ),
        _field(
            "needs",
            "Needs",
            "special needs,mobility,equipment,mobility needs,mobility aid,mobility aids,aids,"
            "mobility device,needs equipment",
        ),
        _field("escort", "Rides along", "escort,companion,attendant,rides with,escort name,pca"),
        _field(
            "eligible_from",
            "Eligible from",
            "elig from,eligibility from,elig start,eligibility start,effective,effective date,"
            "coverage begins,eff date,start date,elig begin,coverage start,eligible since",
        ),
        _field(
            "eligible_until",
            "Eligible until",
            "elig thru,elig to,eligible to,eligible thru,eligible through,elig end,eligibility end,"
            "end date,term date,coverage ends,elig until,eligibility thru,eligibility to,"
            "coverage end,eligibility through,elig exp",
        ),
        _field("program", "Program", "major program,aid program,coverage program"),
        _field("plan", "Plan", "health plan,mco,insurance,managed care plan,insurance plan"),
        _field("county", "County", "county of residence,home county"),
        _field("language", "Language", "lang,spoken language,preferred language"),
        _field("contact_name", "Contact", "emergency contact,responsible party,contact person,"
               "guardian,next of kin,contact name"),
        _field("contact_phone", "Contact's phone", "emergency phone,contact phone,guardian phone,"
               "emergency contact phone,contact telephone"),
        _field("driver_note", "Note for the driver", _DRIVER_NOTE),
        _field("office_note", "Note for the office", _NOTES),
    ),
    Subject.DRIVERS: (
        _field("number", "No.", "driver no,number,driver number,driver id"),
        _field("name", "Name", "driver,driver name,volunteer,volunteer name,full name,"
            "name of driver"),
        *_NAME,
        _field("phone", "Phone", "home phone,telephone,tel,phone no,phone number,phone 1,"
            "main phone"),
        _field("phone2", "Other phone", "cell,cell phone,cell no,mobile,mobile phone,phone 2,"
               "alt phone,cell number"),
        _field("email", "E-mail", "email,e mail address,email address,mail"),
        *_HOME,
        _field("car", "Car", "vehicle,car make model,make model,year make model,"
            "make and model,auto,"
               "vehicle description"),
        _field("plate", "Plate", "license plate,licence plate,tag,plate no,plate number,"
            "license no plate,"
               "license plate no,tag no"),
        _field("seats", "Seats", "capacity,passengers,no of seats,seats for riders,seating,riders"),
        _field("lift", "Lift", "lift y n,ramp,wheelchair,wheelchair accessible,wav,lift ramp,"
               "accessible,w c,lift or ramp"),
        _field("licence", "Licence ends", "dl exp,license exp,licence expires,driver license exp,"
               "dl expiration,license expiration date,license expires,license expiration,"
               "drivers license exp,dl expires,dl exp date,license exp date"),
        _field("insurance", "Insurance ends", "ins exp,insurance exp,insurance expires,"
               "insurance expiration,ins expires,ins exp date,auto ins exp"),
        _field("background", "Background check ends", "bkgd check exp,background check exp,"
               "background check,background exp,bg check,bgc exp,background check expires,"
               "bkgd exp,background study,background"),
        _field("exclusion", "Exclusion check ends", "exclusion check,oig check,leie,exclusion exp"),
        _field("driving_record", "Driving record check ends", "mvr,mvr exp,driving record,"
               "driving record check"),
        _field("hours", "Hours", "availability,available,when,days and hours,"
            "available hours,schedule,"
               "driving hours,days available"),
        _field("max_miles", "Max miles", "miles,max distance,how far,mileage limit,maximum miles,"
               "max one way miles"),
        _field("day_miles", "Miles a day", "max miles a day,daily miles,miles per day,"
               "max daily miles"),
        _field("languages", "Languages", "speaks,languages spoken,other languages"),
        _field("driver_note", "Note for the driver", _DRIVER_NOTE),
        _field("office_note", "Note for the office", _NOTES),
    ),
    Subject.PLACES: (
        _field("number", "No.", "number,place no,id"),
        _field("name", "Name", "facility,place,clinic,destination,provider,facility name,location,"
               "place name,provider name,clinic name,destination name,dest"),
        _field("short_name", "Short name", "short,code,abbr,abbreviation,nickname,called,we say"),
        _field("kind", "Kind", "type,category,kind of place,facility type,type of place"),
        *_HOME,
        _field("phone", "Phone", "telephone,tel,phone no,phone number,main phone"),
        _field("fax", "Fax", "fax no,fax number"),
        _field("npi", "NPI", "npi no,npi number,national provider id"),
        _field("hours", "Hours", "open,opening hours,office hours,hours of operation,"
            "business hours"),
        _field("hours_text", "Hours, as kept", "hours as kept"),
        _field("entrance", "Entrance", "door,which door"),
        _field("gate_note", "Gate", "gate code"),
        _field("dog_note", "Dog", "dogs"),
        _field("season_note", "Season", "season note"),
        _field("driver_note", "Note for the driver", _DRIVER_NOTE),
        _field("office_note", "Note for the office", _NOTES),
    ),
    Subject.RIDES: (
        _field("number", "Trip no.", "trip,trip number,ride no,ride number,conf,"
            "confirmation,no,trip id"),
        _field("day", "Date", "ride date,trip date,service date,dos,appt date,date of service,"
               "date of ride,appointment date,date of trip"),
        _field("weekday", "Weekday", "day,dow,day of week"),
        _field("member_id", "Member ID", _MEMBER_ID),
        _field("member", "Member", "name,client,rider,passenger,client name,patient,member name,"
               "rider name,patient name,passenger name"),
        _field("pickup", "Pick-up", "pickup,pick up time,pickup time,pu,pu time,p u,p u time,time,"
               "ready,ready time,pick up at,p u at"),
        _field("appointment", "Appointment", "appt,appt time,appointment time,arrive,arrive by,"
               "arrival,be there,appointment at"),
        _field("origin", "From", "origin,pick up address,pickup location,pu address,pickup address,"
               "pick up place,start,pick up location,from place,pick up from,pickup from"),
        _field("destination", "To", "destination,drop off,dropoff,do address,facility,going to,"
               "drop off address,dropoff location,drop off location,provider,to place,clinic,dest"),
        _field("return_kind", "Return", "return type,round trip,return ride,rt,return trip,"
            "way back"),
        _field("return_at", "Return time", "return pick up,return pickup,return at,return pu,"
               "return pickup time,pick up return"),
        _field("wheelchair", "Wheelchair", "w c,wc,chair,in wheelchair,wheelchair y n"),
        _field("riders", "Riders", "companions,escorts,extra riders,others,no of riders,"
               "additional riders,extra passengers,of riders,guests"),
        _field("driver", "Driver", "driver name,volunteer,assigned to,assigned driver,vol driver"),
        _field("miles", "Miles", "mileage,est miles,one way miles,distance,mi,estimated miles"),
        _field("standing", "Standing", "standing order,recurring,so,repeat,repeats"),
        _field("purpose", "Purpose", "reason,type,visit,reason for trip,trip purpose,visit type,"
               "appointment type,service"),
        _field("driver_note", "Note for the driver", _DRIVER_NOTE),
        _field("office_note", "Note for the office", _NOTES),
    ),
    Subject.PAIRS: (
        _field("driver", "Driver", "driver name,volunteer,volunteer name"),
        _field("member_id", "Member ID", _MEMBER_ID),
        _field("member", "Member", "member name,client,client name,rider,rider name"),
        _field("remark", "Remark", "remarks,note,notes,why,relation,relationship,reason,comment"),
    ),
}  # fmt: skip
NEEDED: dict[Subject, tuple[frozenset[str], ...]] = {
    Subject.MEMBERS: (frozenset({"name", "last_name"}),),
    Subject.DRIVERS: (frozenset({"name", "last_name"}),),
    Subject.PLACES: (frozenset({"name"}),),
    Subject.RIDES: (
        frozenset({"day"}),
        frozenset({"member_id", "member"}),
        frozenset({"pickup", "appointment"}),
        frozenset({"destination"}),
    ),
    Subject.PAIRS: (frozenset({"driver"}), frozenset({"member_id", "member"})),
}
"""Of each set one column must be there."""


def fields_of(subject: Subject) -> tuple[Field, ...]:
    """Return what a list of this subject may hold."""
    return _FIELDS[subject]


@cache
def labels(subject: Subject) -> dict[str, str]:
    """Return each field's name for people."""
    return {item.key: item.label for item in _FIELDS[subject]}


def needed_words(subject: Subject, missing: frozenset[str]) -> str:
    """Return a set of needed fields in words: `Member ID or Member`."""
    known = labels(subject)
    return " or ".join(label for key, label in known.items() if key in missing)


@cache
def known_words() -> frozenset[str]:
    """Return every header word of every subject: a row that has several is a header."""
    return frozenset(_all_words())


def _all_words() -> Iterator[str]:
    for items in _FIELDS.values():
        for item in items:
            yield from item.words
