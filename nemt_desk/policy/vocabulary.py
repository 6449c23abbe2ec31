"""The keys and words of a case file (decisions.md); anything else is refused."""

from collections.abc import Mapping

CASE = ("name", "pack", "asked_at", "checked_on", "local", "member", "trip", "expect")
COUNTY_CLASSES = ("urban", "basic", "rural")
MODES = range(1, 8)
LOCAL = ("notice_business_days", "notice_days", "county_class", "holidays", "far_miles")

FIELDS: Mapping[str, Mapping[str, type]] = {
    "member": {
        **dict.fromkeys(("birth_date", "program_from", "program_until"), str),
        **dict.fromkeys(("program", "payer", "plan", "county", "town", "state", "zip"), str),
        **dict.fromkeys(("living_arrangement", "no_share_reason", "waiver"), str),
        **dict.fromkeys(("has_vehicle", "free_ride_available", "behavior_flag", "pregnant"), bool),
        **dict.fromkeys(("exceptions", "consents", "documents"), list),
        "assessed_mode": int,
    },
    "trip": {
        **dict.fromkeys(("purpose", "service", "care", "vehicle", "assistance"), str),
        **dict.fromkeys(("return_kind", "other_funding", "words", "admitted_on"), str),
        **dict.fromkeys(("appointment_at", "pickup_at"), str),
        **dict.fromkeys(("routine", "member_aboard", "discharge", "overnight", "recurring"), bool),
        **dict.fromkeys(("origin", "destination", "driver", "urgent"), dict),
        **dict.fromkeys(("companions", "authorizations"), list),
        **dict.fromkeys(("ancillary", "school_closed"), tuple),
        **dict.fromkeys(("direct_miles", "home_miles"), float),
        "mode": int,
    },
    "place": {
        **dict.fromkeys(("kind", "town", "state", "country"), str),
        "enrolled": bool,
    },
    "driver": {
        **dict.fromkeys(("kind", "relationship"), str),
        **dict.fromkeys(("recognized", "open_to_all", "in_network"), bool),
    },
    "companion": dict.fromkeys(("kind", "reason"), str),
    "urgent": {"reason": str, "verified_by_provider": bool},
    "exception": {**dict.fromkeys(("kind", "from", "until"), str), "documented": bool},
    "consent": {**dict.fromkeys(("kind", "from", "until"), str), "signed": bool},
    "authorization": dict.fromkeys(("kind", "from", "until"), str),
    "expect": {
        **dict.fromkeys(("rules", "not_rules", "notes", "not_notes"), list),
        **dict.fromkeys(("outcome", "contact"), str),
        "mode": int,
    },
}

_PLACES = "home work school clinic hospital nursing_facility residential_facility pharmacy other"
_SERVICES = (
    "office_visit specialist dialysis ect sedation_procedure behavioral dental vaccination"
    " pharmacy_pickup dme cstar dd_waiver cpr adult_day_care in_home after_school_treatment"
    " family_therapy family_planning eye_exam hospital_discharge hospital_admission"
    " nursing_facility_admission appeal_hearing"
)
SERVICES = tuple(_SERVICES.split())

_WORDS = {
    "member.program": "MA EMA IMD MNCARE MFPP RMA HUSKY_A HUSKY_B HUSKY_C HUSKY_D LIMITED MHN",
    "member.payer": "ffs mco",
    "member.documents": "plan_of_care specialized_transportation_form provider_note"
    " discharge_papers",
    "trip.purpose": "covered_service appeal_hearing other",
    "trip.service": _SERVICES,
    "trip.care": "primary specialty",
    "trip.return_kind": "scheduled will_call wait none",
    "trip.assistance": "curb door door_through",
    "trip.vehicle": "car taxi bus rail air ambulance",
    "trip.ancillary": "lodging meals parking tolls",
    "trip.other_funding": "waiver per_diem pca_program",
    "place.kind": _PLACES,
    "driver.kind": "self private volunteer carrier staff",
    "driver.relationship": "family friend neighbor pca hha attendant foster_care social_worker",
    "companion.kind": "responsible_person parent guardian caregiver adult attendant sibling"
    " service_animal",
    "companion.reason": "decisions learn_care necessary therapy",
    "urgent.reason": "illness injury discharge dialysis other",
    "exception.kind": "medical vehicle_unavailable",
    "consent.kind": "travel_alone",
    "authorization.kind": "distance out_of_state escort lodging ambulance mileage upgrade"
    " medical_need",
}
WORDS: Mapping[str, tuple[str, ...]] = {key: tuple(words.split()) for key, words in _WORDS.items()}

# Papers that cure a rule, or that a letter asks for (members.rows.PaperKind).
PAPERS = (
    *WORDS["authorization.kind"],
    *("vehicle_medical", "vehicle_unavailable"),
    *WORDS["consent.kind"],
    *WORDS["member.documents"],
)
