"""What `make test` leaves to `make check`, and what `--quick` leaves out besides."""

from __future__ import annotations

from collections.abc import Callable, Hashable

# From the place of a row of parameters, and their name, to what makes it one of a kind.
Kind = Callable[[int, str], Hashable]


def each_nth(step: int) -> Kind:
    """Return what makes a kind of so many rows in turn."""
    return lambda place, _: place // step


def passing_or_failing(_: int, case: str) -> str:
    """Return the subject of a case of the suite, and whether it passes: AEO-COD-01.n of its n02."""
    return case[: case.index(".") + 2]


def in_json_or_each_third(place: int, row: str) -> Hashable:
    """Return what makes a row in JSON one of a kind, and of another syntax three in turn."""
    syntax = row.rpartition("-")[2]
    return row if syntax == "json" else (syntax, place // 15)  # five syntaxes of three


# The same again, deeper: `make test` leaves it to `make check`, which runs it by `--deeper`.
# Beside each stands what `make test` asks of the same law. An id may stand without its parameters,
# or a file for all its tests.
DEEPER = {
    "cli/test_bulk_attestations.py::"
    "test_every_good_record_is_signed_and_every_attestation_verified[many.ndjson-1]": (
        "records in a folder by one process"
    ),
    "cli/test_bulk_attestations.py::"
    "test_every_good_record_is_signed_and_every_attestation_verified[records-2]": (
        "records in a file by two"
    ),
    "cli/test_bulk_attestations.py::"
    "test_a_run_that_is_ended_half_way_leaves_no_half_file[15-2]": "ended so by one process",
    "cli/test_bulk_attestations.py::"
    "test_a_run_that_is_ended_half_way_leaves_no_half_file[2-1]": "ended so by two",
    "cli/test_bulk_attestations.py::"
    "test_a_run_that_is_ended_half_way_leaves_no_half_file[2-2]": "ended by SIGTERM and by SIGKILL",
    "cli/test_bulk_attestations.py::"
    "test_a_run_that_is_ended_half_way_leaves_no_half_file[9-1]": "ended so by two",
    "cli/test_bulk_attestations.py::"
    "test_all_workers_that_somebody_ends_are_told_and_nobody_waits[9]": "ended by SIGTERM",
    "cli/test_bulk_attestations.py::"
    "test_all_workers_that_somebody_ends_are_told_and_nobody_waits[15]": (
        "one worker that is ended, by SIGKILL"
    ),
    "cli/test_conformance.py::test_smoke_of_our_adapter_is_positive": (
        "the same of our adapter as a function, among the commands that open no connection"
    ),
    "cli/test_each_command.py::test_a_command_works_in_a_process_that_begins_with_it": (
        "the same in a process that is forked, and some commands in processes that begin"
    ),
    "cli/test_verify_pictures.py::test_without_the_extra_the_answer_names_it[zxingcpp]": (
        "another module of the extra is not there"
    ),
    "cli/test_outputs.py::"
    "test_a_stopped_signing_leaves_no_place_valid_for_what_does_not_exist[2]": "stopped by SIGTERM",
    "cli/test_outputs.py::"
    "test_a_stopped_signing_leaves_no_place_valid_for_what_does_not_exist[9]": "stopped by SIGTERM",
    # What make check asks by itself too, of the tools that write the files.
    "conformance/test_cases.py::test_the_cases_on_disk_are_those_of_the_definitions": (
        "the answers to the cases, and their form"
    ),
    "conformance_runner/test_suite_files.py::"
    "test_the_files_about_the_suite_are_those_that_the_tool_prints": (
        "the digest of each file, and its schema"
    ),
    "conformance_runner/test_guide.py::"
    "test_an_adapter_of_the_guide_answers_every_question_and_says_no_without_a_version"
    "[Adapter.java]": "the adapters in Python and in JavaScript",
    "conformance_runner/test_guide.py::"
    "test_an_adapter_of_the_guide_answers_every_question_and_says_no_without_a_version"
    "[check.sh]": "the adapters in Python and in JavaScript",
    "conformance_runner/test_interrupts.py::"
    "test_ctrl_c_ends_the_run_and_every_product[during start-up]": "with several at work",
    "conformance_runner/test_mutants.py::"
    "test_our_implementation_passes_the_cases_that_catch_mutants": (
        "the cases of validators and verifiers, and of every role the first of each subject"
    ),
    "conformance_runner/test_render.py::"
    "test_a_page_of_every_role_at_level_full_is_under_a_megabyte[True]": (
        "a page of every case as it is published"
    ),
    "conformance_runner/test_run.py::"
    "test_our_implementation_passes_every_role_and_level_at_full_depth[whole]": (
        "the first cases of each subject, as they are published"
    ),
    "conformance_runner/test_statement.py::test_a_package_of_the_whole_suite_holds": (
        "a package of the first cases of every role"
    ),
    "conformance_runner/test_judged_tables.py::"
    "test_every_input_of_the_suite_that_is_a_table_is_read_alike": "tables of the same digests",
    "docs/test_contributing.py::test_without_its_check_the_cases_of_the_page_are_red": (
        "that its cases are answered as they expect where it stands"
    ),
    "laws/test_hostile_bytes.py::"
    "test_hostile_content_is_refused_in_little_memory[deep JSON lists]": "the same in an array",
    "laws/test_hostile_bytes.py::"
    "test_hostile_content_is_refused_in_little_memory[deep closed JSON lists]": (
        "what is deep and is not closed"
    ),
    "laws/test_hostile_bytes.py::"
    "test_hostile_content_is_refused_in_little_memory[long JSON array element]": (
        "an element that is one long text"
    ),
    "cli/test_exits.py::test_a_process_short_of_memory_never_says_no": (
        "that no command loads numpy, whose end would read as no"
    ),
    "cli/test_profile.py::test_of_many_faults_and_doubts_some_are_told_and_how_many_more": (
        "that first lines are told, and how many more there are"
    ),
    "cli/test_verify.py::test_two_processes_take_odd_content_as_one_does": (
        "that two processes say and remember what one does"
    ),
    "docs/test_ask_rule.py::test_the_cases_of_a_rule_are_written_as_they_are_published": (
        "that each step of `make rule` is asked"
    ),
    "declarations/test_cases_by_tables.py::"
    "test_an_engine_answers_each_case_of_a_matcher_as_the_suite_expects": (
        "that engines answer what is generated as the matcher does"
    ),
    "declarations/test_interval_tables.py::test_each_reason_is_generated": (
        "that engines answer what is generated as the matcher does"
    ),
    "declarations/test_interval_tables.py::"
    "test_duckdb_answers_as_the_matcher_does[partner-customs-code]": "firms named by AEO number",
    "formats/test_json.py::"
    "test_a_long_stream_is_read_in_the_memory_of_a_few_records[JSON array]": "NDJSON",
    "signing/test_sd_jwt.py::test_what_is_signed_depends_on_no_hash_seed_locale_or_time_zone": (
        "that no answer to what is signed depends on them"
    ),
    "test_endless.py::"
    "test_a_token_is_looked_for_in_the_first_two_mebibytes[True]": "content of another kind",
    "register/test_faults.py::"
    "test_a_process_killed_at_any_statement_leaves_the_old_state_or_the_new_one[1]": (
        "every third statement"
    ),
    "laws/test_rules_are_asked.py::"
    "test_no_rule_is_skipped_that_speaks_of_a_record_of_the_cases[1]": "every sixteenth record",
    "mutants/test_apart.py::test_what_leads_to_a_change_is_loaded_anew": (
        "a change of a module that is loaded late, and which modules lead to one"
    ),
    "website/test_site.py": "the pages of codes; `make site` refuses what test_checking.py tells",
    "conformance_runner/test_variants.py::"
    "test_a_variant_in_form_alone_says_what_was_published[all]": "every eighth document",
}
# Of these `make test` asks the first row of parameters of each kind, and `make check` every row.
FEWER: dict[str, Kind] = {
    "cli/test_answer.py::"
    "test_an_answer_that_does_not_hold_is_refused_by_a_code_and_changes_nothing": each_nth(2),
    "cli/test_commands.py::test_a_full_disk_is_told": each_nth(3),
    "cli/test_exits.py::test_every_output_may_be_left_unread": each_nth(3),
    "cli/test_outputs.py::test_a_standard_stream_may_be_closed": each_nth(4),
    "cli/test_outputs.py::test_no_output_is_what_a_shell_leads_into_the_input": each_nth(4),
    "cli/test_verify.py::test_two_processes_say_and_remember_what_one_does": each_nth(3),
    "cli/test_verify.py::test_two_processes_take_odd_content_as_one_does": each_nth(4),
    "cli/test_verify_pictures.py::test_pictures_of_a_printed_card_are_read": each_nth(3),
    "conformance/test_attestation_cases.py::"
    "test_a_check_switched_off_turns_one_of_its_own_cases_red_and_none_that_does_not_name_it": (
        each_nth(5)
    ),
    "conformance/test_cases.py::"
    "test_a_finding_in_xml_carries_the_xpath_that_the_case_expects": each_nth(3),
    "conformance/test_rules_switched_off.py::"
    "test_a_rule_switched_off_turns_one_of_its_own_cases_red_and_none_that_does_not_name_it": (
        each_nth(6)
    ),
    "conformance/test_rules_switched_off.py::"
    "test_the_rules_that_say_nothing_about_a_case_change_nothing_when_all_are_off": each_nth(6),
    "conformance_runner/test_hostile_adapters.py::"
    "test_a_harmful_adapter_ends_in_a_state_and_the_run_goes_on": each_nth(3),
    "conformance_runner/test_hostile_reports.py::"
    "test_no_text_of_a_report_is_markup_on_the_page": each_nth(2),
    "conformance_runner/test_mutants.py::"
    "test_a_mutant_is_caught_by_every_case_that_must_catch_it": each_nth(4),
    "conformance_runner/test_printed_schemas.py::"
    "test_what_a_struct_refuses_its_schema_refuses": each_nth(2),
    "conformance_runner/test_signing.py::"
    "test_what_is_drawn_at_random_does_not_change_the_report": each_nth(3),
    # One table with all of them is asked whole.
    "declarations/test_interval_tables.py::test_a_broken_row_costs_no_other_its_answer": each_nth(
        6
    ),
    "declarations/test_interval_tables.py::"
    "test_duckdb_writes_every_byte_as_the_matcher_does": each_nth(2),
    # Each state of a stream, of firms named by AEO number.
    "declarations/test_interval_tables.py::"
    "test_duckdb_answers_as_the_matcher_does_of_a_stream_that_is": each_nth(3),
    "exchange/test_agreed.py::test_a_recognition_is_compared_with_what_was_agreed": (
        in_json_or_each_third
    ),
    "formats/test_xlsx.py::test_an_element_of_an_element_that_is_not_there_is_told": each_nth(3),
    "formats/test_xlsx.py::test_no_text_is_a_formula_a_link_or_a_number": each_nth(2),
    "formats/test_xml.py::test_what_is_unusual_is_seen_wherever_chunks_are_cut": each_nth(3),
    "laws/test_conversion.py::test_conversion_keeps_the_digest_of_every_sample": each_nth(3),
    "laws/test_hostile_bytes.py::test_hostile_content_is_refused_in_little_memory": each_nth(2),
    "laws/test_two_sides.py::test_every_step_behind_a_beginning_is_sound": each_nth(2),
    "laws/test_work.py::test_four_times_the_faults_take_less_than_six_times_the_work": (
        each_nth(5)  # of a kind of fault in JSON and XML, so that both syntaxes are among them
    ),
    "operations/test_reading.py::test_good_content_is_opened_once": each_nth(3),
    "reference/test_identifiers.py::"
    "test_the_published_data_judges_numbers_of_the_form_as_the_library": each_nth(3),
    "register/test_care.py::test_what_was_changed_in_a_register_is_found": each_nth(2),
    "register/test_faults.py::"
    "test_what_a_database_refuses_is_told_in_words_and_nothing_is_changed": each_nth(2),
    "register/test_receiver_cases.py::test_a_register_knows_all_that_was_received": each_nth(4),
    "register/test_receiver_cases.py::test_a_register_takes_messages_as_the_cases_ask": (
        passing_or_failing
    ),
    "test_endless.py::"
    "test_a_device_without_end_is_told_and_costs_no_other_input_its_answer": each_nth(2),
}


def quick_row(place: int) -> bool:
    """Say whether a row of parameters is quick: the first two, and each eighth behind them."""
    return place < FIRST or place % STEP == 0


FIRST, STEP = 2, 8
# Quick in every row.
ALL_ROWS = frozenset({"cli/test_each_command.py", "conformance/test_cases.py"})
# What needs other software, whole runs of the suite, many examples, many processes, time that
# passes, or what breaks the code to see a test fail; and what takes seconds to ask in another way
# what quick tests ask as well. All else is quick, the conformance cases and each command among it.
# A single test of a quick file is left out by the mark `long`.
NOT_QUICK = frozenset(
    {
        "bench",
        "cli/test_annotate.py",
        "cli/test_answers_in_a_register.py",
        "cli/test_bulk_attestations.py",
        "cli/test_card_fonts.py",
        "cli/test_conformance.py",
        "cli/test_demo_exchange.py",
        "cli/test_forms.py",
        "cli/test_outputs.py",
        "cli/test_qr.py",
        "cli/test_qr_card.py",
        "cli/test_register.py",
        "cli/test_verify_pictures.py",
        "conformance/test_rules_switched_off.py",
        "conformance_runner/test_guide.py",
        "conformance_runner/test_hostile_adapters.py",
        "conformance_runner/test_hostile_answers.py",
        "conformance_runner/test_hostile_reports.py",
        "conformance_runner/test_interrupts.py",
        "conformance_runner/test_judge_apart.py",
        "conformance_runner/test_judged_tables.py",
        "conformance_runner/test_mutants.py",
        "conformance_runner/test_printed_schemas.py",
        "conformance_runner/test_progress.py",
        "conformance_runner/test_render.py",
        "conformance_runner/test_run.py",
        "conformance_runner/test_signing.py",
        "conformance_runner/test_statement.py",
        "conformance_runner/test_transports.py",
        "conformance_runner/test_variants.py",
        "declarations/test_interval_tables.py",
        "docs/test_contributing.py",
        "docs/test_every_night.py",
        "docs/test_guides.py",
        "docs/test_library.py",
        "docs/test_readme.py",
        "docs/test_ten_minutes.py",
        "docs/test_trust_guides.py",
        "formats/test_hostile_workbooks.py",
        "formats/test_workbook_numbers.py",
        "laws/test_attestations.py",
        "laws/test_hostile_bytes.py",
        "laws/test_leaks_of_commands.py",
        "laws/test_no_network.py",
        "laws/test_one_verdict.py",
        "laws/test_places.py",
        "laws/test_register_and_snapshots.py",
        "laws/test_rules_are_asked.py",
        "laws/test_tables.py",
        "laws/test_two_sides.py",
        "laws/test_work.py",
        "mutants/test_apart.py",
        "mutants/test_javascript_mutations.py",
        "mutants/test_mutations.py",
        "operations/test_many_faults.py",
        "peers",
        "register/test_applying.py",
        "register/test_care.py",
        "register/test_faults.py",
        "register/test_receiver_cases.py",
        "rules/test_places.py",
        "schema/test_printed_files.py",
        "test_endless.py",
        "test_locks.py",
        "trust/test_led_elsewhere.py",
        "trust/test_online.py",
        "trust/test_status_list.py",
        "trust/test_status_work.py",
        "website",
    }
)
