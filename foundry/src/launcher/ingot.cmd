@echo off
rem Starts Ingot on a JDK 25 or newer, wherever it is.
rem   JAVA_HOME        the JDK to take, if it is new enough
rem   INGOT_JAVA_OPTS  further options for the JVM, for example -Xmx4g
setlocal EnableExtensions DisableDelayedExpansion
rem A subroutine knows where this file lies, even when it was started by its name in quotes. None of them is given an
rem argument: CALL doubles carets, looks for variables once more and takes a question for help as one for its own.
call :here
set "INGOT_JDK="

if not defined JAVA_HOME goto :path
set "INGOT_TRY=%JAVA_HOME:"=%"
call :try
:path
if not defined INGOT_JDK for %%J in (java.exe) do if not "%%~$PATH:J"=="" set "INGOT_TRY=%%~dp$PATH:J.." & call :try
for %%R in ("%ProgramFiles%\Eclipse Adoptium" "%ProgramFiles%\Java" "%ProgramFiles%\Microsoft" "%ProgramFiles%\Zulu" "%ProgramFiles%\Amazon Corretto" "%ProgramFiles%\BellSoft" "%USERPROFILE%\.jdks" "%LOCALAPPDATA%\Programs\Eclipse Adoptium") do (
    for /d %%D in ("%%~R\*") do if not defined INGOT_JDK set "INGOT_TRY=%%~D" & call :try
)
if not defined INGOT_JDK (
    echo ingot: needs a JDK 25 or newer and finds none: install one, or set JAVA_HOME to its directory 1>&2
    exit /b 1
)

rem What the words say of the JVM's options. They are looked at one by one and without their quotes: a list in brackets would
rem end at the first bracket among them, take stars and question marks in it for files, and quotes within quotes would
rem leave a comparison without its end.
set "INGOT_COMMAND="
set "INGOT_SUB="
set "INGOT_LIGHT="
set "INGOT_LONG="
if "%~1"=="/?" goto :scanned
:scan
set INGOT_WORD=%1
if not defined INGOT_WORD goto :scanned
set "INGOT_WORD=%INGOT_WORD:"=%"
for %%H in (-h --help) do if "%INGOT_WORD%"=="%%H" set "INGOT_LIGHT=1"
for %%L in (k_quant hqq gptq awq) do if "%INGOT_WORD%"=="%%L" set "INGOT_LONG=1"
if "%INGOT_COMMAND%"=="cache" if not defined INGOT_SUB for %%C in (location cd ls list du size register rename mv move remove rm verify export import) do if "%INGOT_WORD%"=="%%C" set "INGOT_SUB=%%C"
if not defined INGOT_COMMAND for %%C in (convert auto-opt optimize capture-onnx-graph quantize run quality quantize-search cache doctor model generate embed serve bench validate tune) do if "%INGOT_WORD%"=="%%C" set "INGOT_COMMAND=%%C"
if "%INGOT_COMMAND%"=="run" if exist "%INGOT_WORD%" call :olive
shift /1
goto :scan
:scanned
if not defined INGOT_COMMAND set "INGOT_LIGHT=1"
if "%INGOT_COMMAND%"=="cache" set "INGOT_LIGHT=1"
for %%C in (register mv move verify export import) do if "%INGOT_SUB%"=="%%C" set "INGOT_LIGHT="

set "INGOT_OPTIONS=--enable-native-access=ALL-UNNAMED"
set "INGOT_VECTOR=%INGOT_OPTIONS% --add-modules jdk.incubator.vector"
for %%C in (convert auto-opt optimize capture-onnx-graph quantize run) do if "%INGOT_COMMAND%"=="%%C" set INGOT_OPTIONS=%INGOT_OPTIONS% "@%INGOT_LIB%\convert.options"
for %%C in (generate model quality quantize-search serve bench validate) do if "%INGOT_COMMAND%"=="%%C" set "INGOT_OPTIONS=%INGOT_VECTOR%"
if defined INGOT_LONG set "INGOT_OPTIONS=%INGOT_VECTOR%"
if defined INGOT_LIGHT set "INGOT_OPTIONS=-XX:TieredStopAtLevel=1"

"%INGOT_JDK%\bin\java.exe" -XX:+UseSerialGC -Xms16m -Xmx1g %INGOT_OPTIONS% %INGOT_JAVA_OPTS% -cp "%INGOT_LIB%\*" dev.ingot.foundry.cli.Ingot %*
exit /b %ERRORLEVEL%

:here
set "INGOT_LIB=%~dp0..\lib"
exit /b 0

:olive
findstr /i "gptq autoawq onnxkquant onnxhqq" "%INGOT_WORD%" >nul 2>nul
if not errorlevel 1 set "INGOT_LONG=1"
exit /b 0

:try
if defined INGOT_JDK exit /b 0
if not exist "%INGOT_TRY%\bin\java.exe" exit /b 0
if not exist "%INGOT_TRY%\release" exit /b 0
set "INGOT_FOUND="
set "INGOT_NUMBER=0"
for /f "usebackq tokens=1,2 delims==" %%K in ("%INGOT_TRY%\release") do if "%%K"=="JAVA_VERSION" set "INGOT_FOUND=%%~L"
for /f "delims=.-+_" %%V in ("%INGOT_FOUND%") do set "INGOT_FOUND=%%V"
set /a INGOT_NUMBER=INGOT_FOUND 2>nul
if %INGOT_NUMBER% GEQ 25 set "INGOT_JDK=%INGOT_TRY%"
exit /b 0
